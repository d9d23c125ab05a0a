import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");
const scripts = JSON.parse(read("package.json")).scripts as Record<string, string>;
const chrome = JSON.parse(read(".output/chrome-mv3/manifest.json"));
const firefox = JSON.parse(read(".output/firefox-mv3/manifest.json"));

test("every command the README names is there to run", () => {
	const named = [...readme.matchAll(/npm (?:run )?(start|test\b(?::\w+)?|[a-z][\w:]*)/g)].map(([, name]) => name ?? "");
	expect(named.length).toBeGreaterThan(8);
	for (const name of named) expect(scripts, `npm run ${name}`).toHaveProperty(name);
});

test("the permissions in the README are those of the built extension, no more and no fewer", () => {
	const table = [...readme.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name).filter((name) => name !== undefined);
	expect(table.toSorted()).toEqual([...chrome.permissions].toSorted());
	expect(chrome.host_permissions ?? []).toEqual([]);
	for (const { content_scripts } of [chrome, firefox]) {
		expect(content_scripts.map(({ matches }: { matches: string[] }) => matches)).toEqual([["http://127.0.0.1/r/*"]]);
	}
	for (const permission of firefox.permissions) expect(table).toContain(permission);
});

test("the browsers' versions in the README are those of the manifests", () => {
	expect(readme).toContain(`from version ${chrome.minimum_chrome_version}`);
	const [major] = firefox.browser_specific_settings.gecko.strict_min_version.split(".");
	expect(readme).toContain(`Firefox ${major} and newer`);
});

test("every file the README leads to is there", () => {
	const paths = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? "");
	expect(paths.length).toBeGreaterThan(8);
	for (const path of paths) expect(existsSync(join(root, path)), path).toBe(true);
});

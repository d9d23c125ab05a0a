import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");
const scripts = JSON.parse(read("package.json")).scripts as Record<string, string>;

test("every command the README names is there to run", () => {
	const named = [...readme.matchAll(/npm (?:run )?(start|test\b(?::\w+)?|[a-z][\w:]*)/g)].map(([, name]) => name ?? "");
	expect(named.length).toBeGreaterThan(8);
	for (const name of named) expect(scripts, `npm run ${name}`).toHaveProperty(name);
});

test("every file the README leads to is there", () => {
	const paths = [...readme.matchAll(/(?:\]\(|src(?:set)?=")(?!https?:)([^)#"]+)/g)].map(([, path]) => path ?? "");
	expect(paths.length).toBeGreaterThan(8);
	for (const path of paths) expect(existsSync(join(root, path)), path).toBe(true);
});

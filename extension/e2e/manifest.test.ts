import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");
const chrome = JSON.parse(read(".output/chrome-mv3/manifest.json"));
const firefox = JSON.parse(read(".output/firefox-mv3/manifest.json"));

/** A row of the README's table: a permission, where and when it is asked for. */
type Permission = { name: string; isOptional: boolean; browsers: string };

const table: Permission[] = [...readme.matchAll(/^\| `(\w+)` +\| ([^|]+?) +\|/gm)].map(([, name = "", when = ""]) => ({
	name,
	isOptional: !when.startsWith("at install"),
	browsers: when,
}));

/** All that Mayfly may ever ask for: a name more here is a promise broken, so it needs a reason better than a row. */
const atMost = ["storage", "sidePanel", "contextMenus", "activeTab", "alarms", "notifications"];

describe.each([
	["Chrome", chrome],
	["Firefox", firefox],
] as const)("the build for %s", (browser, manifest) => {
	const mine = table.filter(({ browsers }) => browser === "Chrome" || !browsers.includes("Chrome"));
	const namesOf = (optional: boolean) =>
		mine.filter(({ isOptional }) => isOptional === optional).map(({ name }) => name);

	test("asks for the permissions of the README’s table, no more and no fewer", () => {
		expect([...manifest.permissions].toSorted()).toEqual(namesOf(false).toSorted());
		expect([...(manifest.optional_permissions ?? [])].toSorted()).toEqual(namesOf(true).toSorted());
	});

	test("asks for no host, and keeps to the permissions that were ever meant", () => {
		for (const key of ["host_permissions", "optional_host_permissions", "externally_connectable"]) {
			expect(manifest[key] ?? [], key).toEqual([]);
		}
		expect(table.map(({ name }) => name).filter((name) => !atMost.includes(name))).toEqual([]);
		expect(table.filter(({ isOptional }) => isOptional).map(({ name }) => name)).not.toContain("storage");
	});
});

test("the README’s table of keys is that of the manifests, and each of them can be changed in the browser", () => {
	const keys = [...readme.matchAll(/^\| `(Alt\+Shift\+\w)` +\|/gm)].map(([, key]) => key);
	for (const { commands } of [chrome, firefox]) {
		const suggested = Object.values(commands as Record<string, { suggested_key: { default: string } }>);
		expect(suggested.map(({ suggested_key }) => suggested_key.default)).toEqual(keys);
	}
});

test("the browsers’ least versions in the README are those of the manifests", () => {
	expect(readme).toContain(`from version ${chrome.minimum_chrome_version}`);
	const { strict_min_version } = firefox.browser_specific_settings.gecko;
	expect(readme).toContain(`Firefox from version ${strict_min_version.split(".")[0]}`);
});

test("Firefox tells people that nothing is collected, and has the panel as its sidebar, closed until asked for", () => {
	expect(firefox.browser_specific_settings.gecko.data_collection_permissions).toEqual({ required: ["none"] });
	expect(firefox.sidebar_action).toMatchObject({ default_panel: "sidepanel.html", open_at_install: false });
	expect(firefox.background).toEqual({ scripts: ["background.js"] });
});

/** Keys of a manifest that Edge takes as Chrome does; one that is not among them has to be looked up first. */
const knownToEdge = [
	...["manifest_version", "name", "version", "description", "default_locale", "icons", "minimum_chrome_version"],
	...["action", "background", "commands", "content_scripts", "content_security_policy", "incognito", "options_ui"],
	...["permissions", "optional_permissions", "side_panel", "web_accessible_resources"],
];

test("the build for Chrome is one that Edge and its store take as it is", () => {
	// No update_url and no key, which its store refuses, and no API that only Chrome has.
	expect(Object.keys(chrome).filter((key) => !knownToEdge.includes(key))).toEqual([]);
	expect(`${chrome.name} ${chrome.description}`).not.toMatch(/chrome|google/i);
	expect(Number(chrome.minimum_chrome_version)).toBeGreaterThanOrEqual(116);
});

/** A policy by its directives. */
const directives = (policy: string): Record<string, string> =>
	Object.fromEntries(policy.split("; ").map((line) => [line.split(" ", 1)[0] ?? "", line.replace(/^\S+ /, "")]));

test.each([
	["Chrome", chrome],
	["Firefox", firefox],
])(
	"in %s no page of the extension runs, frames or submits anything but its own, nor makes markup of text",
	(_, manifest) => {
		const policy = manifest.content_security_policy.extension_pages as string;
		expect(Object.keys(manifest.content_security_policy)).toEqual(["extension_pages"]);
		expect(policy).not.toMatch(/unsafe| \*(?:[ ;]|$)/);
		expect(directives(policy)).toMatchObject({
			"default-src": "'none'",
			"script-src": "'self'",
			"style-src": "'self'",
			"base-uri": "'none'",
			"media-src": "blob:",
			"form-action": "'none'",
			"frame-ancestors": "'none'",
			"require-trusted-types-for": "'script'",
			"trusted-types": "'none'",
		});
		// What is not named falls back to nothing at all: objects, frames, workers, prefetches.
		const named = ["script-src", "style-src", "font-src", "img-src", "media-src", "connect-src"];
		expect(Object.keys(directives(policy)).filter((name) => name.endsWith("-src") && name !== "default-src")).toEqual(
			named,
		);
	},
);

const pages = ["chrome-mv3", "firefox-mv3", "web"].flatMap((build) =>
	readdirSync(join(root, ".output", build))
		.filter((name) => name.endsWith(".html"))
		.map((name) => join(".output", build, name)),
);

test.each(pages)("%s has no script and no style of its own, and loads nothing from elsewhere", (page) => {
	const html = read(page);
	expect(html.match(/<script\b(?![^>]*\bsrc=)/gi)).toBeNull();
	expect(html.match(/<script\b[^>]*>[^<]+/gi)).toBeNull();
	expect(html.match(/<style\b|\sstyle=|\son\w+=|javascript:|<base\b|<iframe\b|<object\b/gi)).toBeNull();
	for (const [, address = ""] of html.matchAll(/\s(?:src|href)="([^"]*)"/g)) expect(address).toMatch(/^\/[^/]|^\.\//);
});

test("every page of each build is looked at", () => {
	expect(pages).toHaveLength(9);
});

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeArgs, root } from "../../.config/tasks/steps.ts";
import { unzip } from "./unzip.ts";

const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
const names = {
	chrome: `mayfly-${version}-chrome.zip`,
	firefox: `mayfly-${version}-firefox.zip`,
	sources: `mayfly-${version}-sources.zip`,
};

let folder: string;
let said: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "mayfly-packages-"));
	said = await zip(root, join(folder, "packages"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const execute = promisify(execFile);

/** `npm run zip` in a folder of sources, as it runs outside of tests. */
async function zip(sources: string, out: string): Promise<string> {
	const { NODE_ENV, VITEST, ...env } = process.env;
	const task = join(sources, ".config", "tasks", "zip.ts");
	return (await execute(process.execPath, [...nodeArgs, task, out], { cwd: sources, env })).stdout;
}

const packed = (name: keyof typeof names, at = join(folder, "packages")) => readFile(join(at, names[name]));
const filesIn = async (name: keyof typeof names) => unzip(await packed(name));

test("what a store's reviewer builds from the sources are the very packages, byte for byte", async () => {
	const sources = join(folder, "sources");
	for (const [path, bytes] of await filesIn("sources")) {
		await mkdir(dirname(join(sources, path)), { recursive: true });
		await writeFile(join(sources, path), bytes);
	}
	await symlink(join(root, "node_modules"), join(sources, "node_modules"), "junction");
	const again = join(folder, "again");
	expect(hashes(await zip(sources, again))).toEqual(hashes(said));
	for (const name of ["chrome", "firefox", "sources"] as const) {
		expect((await packed(name)).equals(await packed(name, again)), names[name]).toBe(true);
	}
});

/** The lines `npm run zip` ends with. */
const hashes = (output: string) => output.match(/[0-9a-f]{64} {2}.*mayfly-\S+\.zip/g)?.map((line) => line.slice(0, 64));

test("the sources are what a build needs, and nothing that was made or is only for tests", async () => {
	const paths = [...(await filesIn("sources")).keys()];
	expect(paths).toEqual(expect.arrayContaining(["package-lock.json", "wxt.config.ts", "README.md", "LICENSE"]));
	expect(paths.filter((path) => /node_modules|\.git\/|\.output|\.wxt\/|\.test\.|\/e2e\/|\/chaos\//.test(path))).toEqual(
		[],
	);
	expect(hashes(said)).toHaveLength(3);
});

test("each package holds its browser's extension", async () => {
	for (const [name, key] of [
		["chrome", "side_panel"],
		["firefox", "sidebar_action"],
	] as const) {
		const manifest = JSON.parse((await filesIn(name)).get("manifest.json")?.toString() ?? "");
		expect(manifest).toHaveProperty(key);
		expect(manifest.version).toBe(version);
	}
});

type Complaint = { code: string; message: string; file: string };

/** What addons.mozilla.org's linter may warn of, and why that is well. */
const explained: { code: string; of: RegExp; because: string }[] = [
	{
		code: "KEY_FIREFOX_UNSUPPORTED_BY_MIN_VERSION",
		of: /data_collection_permissions/,
		because: "the store asks for the key; a Firefox that does not know it yet passes over it",
	},
	{
		code: "KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION",
		of: /data_collection_permissions/,
		because: "the same; and Firefox for Android has no sidebar to live in",
	},
	{
		code: "UNSAFE_VAR_ASSIGNMENT",
		of: /innerHTML/,
		because: "React's own code, for `dangerouslySetInnerHTML`, which is nowhere used",
	},
	{
		code: "UNSUPPORTED_API",
		of: /^sidePanel\./,
		because: "asked for only where `chrome.sidePanel` is; Firefox goes the way of `sidebarAction`",
	},
];

test("addons-linter finds no error in the Firefox package, and no warning that is not explained", async () => {
	const linter = join(root, "node_modules", "addons-linter", "bin", "addons-linter");
	const args = [linter, "--output", "json", join(folder, "packages", names.firefox)];
	// It exits with 1 when it found an error; what it found is told all the same.
	const { stdout } = await execute(process.execPath, args, { maxBuffer: 1 << 24 }).catch(
		(error: { stdout: string }) => error,
	);
	const found = JSON.parse(stdout) as Record<
		"errors" | "warnings" | "notices",
		(Complaint & { description: string })[]
	>;
	expect(found.errors).toEqual([]);
	expect(found.notices).toEqual([]);
	const why = ({ code, message, description }: Complaint & { description: string }) =>
		explained.find((known) => known.code === code && (known.of.test(message) || known.of.test(description)));
	expect(found.warnings.filter((warning) => !why(warning))).toEqual([]);
	// An explanation that explains nothing any more is taken out.
	expect(explained.filter((known) => !found.warnings.some((warning) => why(warning) === known))).toEqual([]);
});

test("dangerouslySetInnerHTML is nowhere used", async () => {
	for (const [path, source] of await filesIn("sources")) {
		if (/^extension\/.*\.tsx?$/.test(path)) expect(source.toString(), path).not.toContain("dangerouslySetInnerHTML");
	}
});

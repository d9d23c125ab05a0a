import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { root } from "../../.config/tasks/steps.ts";
import { budgetBytes, loadedScript, surfaces } from "./loaded-script.ts";

describe.each(surfaces)("%s", (name, html) => {
	test("loads at most 100 kB of script, compressed, before a room is open", () => {
		const script = loadedScript(join(root, ".output", html));
		console.log(`${name}: ${script.plain} bytes of script, ${script.gzip} gzip, ${script.brotli} brotli`);
		// React is in it: so the walk did find the script.
		expect(script.plain).toBeGreaterThan(150_000);
		expect(script.files.length).toBeGreaterThan(1);
		expect(script.brotli).toBeLessThanOrEqual(budgetBytes);
	});

	test("loads nothing that only an open room needs", () => {
		const { files } = loadedScript(join(root, ".output", html));
		expect(files.filter((file) => /room-screen|settings-screen|qr-code/.test(file))).toEqual([]);
	});
});

test.each(["popup", "sidepanel"])(
	"the extension's %s checks nothing by schemas before a room is open: the background does",
	(name) => {
		const folder = join(root, ".output", "chrome-mv3");
		const { files } = loadedScript(join(folder, `${name}.html`));
		expect(files.filter((file) => /Zod/.test(readFileSync(join(folder, file), "utf8")))).toEqual([]);
	},
);

test("the guest page's scripts, styles and pictures of text stand beside themselves pressed by brotli", () => {
	const folder = join(root, ".output", "web", "assets");
	const texts = readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file));
	expect(texts.length).toBeGreaterThan(3);
	for (const file of texts) {
		const pressed = brotliDecompressSync(readFileSync(join(folder, `${file}.br`)));
		expect(pressed.equals(readFileSync(join(folder, file))), file).toBe(true);
	}
});

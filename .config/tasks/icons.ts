// Draws the toolbar icons from their two SVG sources; run it by hand after changing one.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "puppeteer-core";
import { findProgram } from "./programs.ts";
import { root } from "./steps.ts";

const folder = join(root, "extension", "public", "icon");
const executablePath = findProgram("chromium");
if (!executablePath) throw new Error("drawing the icons needs Chromium");

const browser = await launch({ executablePath, headless: true, args: ["--no-sandbox"] });
const page = await browser.newPage();
for (const size of [16, 32, 48, 96, 128]) {
	const svg = await readFile(join(folder, size === 16 ? "icon-16.svg" : "icon.svg"), "utf8");
	await page.setViewport({ width: size, height: size });
	await page.setContent(
		`<style>body{margin:0}svg,img{display:block;width:${size}px;height:${size}px}</style><img src="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}">`,
	);
	await page.waitForFunction(() => document.querySelector("img")?.complete);
	await writeFile(join(folder, `${size}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { build } from "vite";

const root = new URL("../../..", import.meta.url).pathname;
const types: Record<string, string> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".woff2": "font/woff2",
	".svg": "image/svg+xml",
};

/** What the guest page is served with: a screen that needs more than this is broken there. */
const policy =
	"default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; media-src blob:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

export type Gallery = {
	/** Opens a screen in a fresh page; errors and broken policies of the page are collected in `complaints`. */
	open(screen: string, view: View): Promise<{ page: Page; complaints: string[] }>;
	close(): Promise<void>;
};
export type View = {
	width: number;
	height?: number;
	theme?: "light" | "dark";
	/** English when none is named. */
	language?: string;
	/** Which way the page runs, whatever its language. */
	direction?: "ltr" | "rtl";
};

/** Builds the gallery, serves it under the guest page's policy, and starts a browser to look at it. */
export async function openGallery(executablePath: string): Promise<Gallery> {
	const files = await mkdtemp(join(tmpdir(), "mayfly-gallery-"));
	await build({
		configFile: join(root, ".config/vite.gallery.config.ts"),
		logLevel: "warn",
		build: { outDir: files, emptyOutDir: true },
	});
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? "/", "http://gallery").pathname;
		// For Options, whose test of a server asks this one.
		if (path === "/healthz") return response.setHeader("content-type", "application/json").end('{"status":"ok"}');
		readFile(join(files, path === "/" ? "gallery.html" : path)).then(
			(body) => {
				const type = types[extname(path)] ?? "text/html; charset=utf-8";
				response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(body);
			},
			() => response.writeHead(404).end(),
		);
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const browser: Browser = await puppeteer.launch({
		executablePath,
		args: [
			"--no-sandbox",
			"--lang=en-US",
			"--force-prefers-reduced-motion",
			"--hide-scrollbars",
			"--use-fake-device-for-media-stream",
		],
	});
	await browser
		.defaultBrowserContext()
		.overridePermissions(origin, ["clipboard-read", "clipboard-write", "clipboard-sanitized-write", "microphone"]);
	return {
		async open(screen, { width, height = 640, theme = "light", language = "en", direction }) {
			const page = await browser.newPage();
			const complaints: string[] = [];
			page.on("pageerror", (error) => complaints.push(String(error)));
			page.on("console", (line) => {
				if (["error", "warn"].includes(line.type())) complaints.push(line.text());
			});
			await page.setViewport({ width, height });
			await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
			const asked = new URLSearchParams({ screen, language, ...(direction ? { dir: direction } : {}) });
			await page.goto(`${origin}/?${asked}`);
			await page.waitForSelector("html[data-shown]");
			await page.evaluate(() => document.fonts.ready.then(() => undefined));
			return { page, complaints };
		},
		async close() {
			await browser.close();
			server.close();
			await rm(files, { recursive: true });
		},
	};
}

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type LaunchOptions, launch, type Page } from "puppeteer-core";
import { build, type Rolldown } from "vite";
import { chromiumArgs, requireBrowser } from "./browsers.ts";

/** The real browsers, as they start with nothing in them. */
export const plainBrowsers = (): (LaunchOptions & { browser: "chrome" | "firefox" })[] => [
	{ browser: "chrome", executablePath: requireBrowser("chromium"), args: chromiumArgs },
	{ browser: "firefox", executablePath: requireBrowser("firefox") },
];

/** Shows `work` a page of that browser in which everything that the module exports is on `globalThis`. */
export async function inPageOf<Result>(
	module: URL,
	options: LaunchOptions,
	work: (page: Page, version: string) => Promise<Result>,
): Promise<Result> {
	const code = await bundle(module);
	const script = 'import * as module from "/module.js"; Object.assign(globalThis, module);';
	const document = `<!doctype html><title>module</title><script type="module">${script}</script>`;
	const server = createServer(({ url }, response) => {
		const isModule = url === "/module.js";
		response.setHeader("content-type", isModule ? "text/javascript" : "text/html").end(isModule ? code : document);
	});
	// On loopback, because WebCrypto is there only on secure origins.
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const browser = await launch({ ...options, headless: true }).catch((error: unknown) => {
		server.close();
		throw error;
	});
	try {
		const page = await browser.newPage();
		await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
		return await work(page, await browser.version());
	} finally {
		await browser.close();
		await new Promise((closed) => server.close(closed));
	}
}

/** The module and all it imports, in one. */
async function bundle(module: URL): Promise<string> {
	const lib = { entry: fileURLToPath(module), formats: ["es" as const] };
	const built = await build({ configFile: false, logLevel: "error", build: { write: false, lib } });
	const [output] = built as Rolldown.RolldownOutput[];
	const code = output?.output[0].code;
	if (!code) throw new Error("the bundle is empty");
	return code;
}

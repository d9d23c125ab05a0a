import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type LaunchOptions, launch } from "puppeteer-core";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { checkVectors, Vectors } from "../crypto/vectors.ts";
import { chromiumArgs, requireBrowser } from "./browsers.ts";

const crypto = new URL("../crypto/", import.meta.url);
const vectors: Vectors = JSON.parse(readFileSync(new URL("vectors.json", crypto), "utf8"));
let server: Server;
type Checker = { checkVectors: typeof checkVectors };

/** `vectors.ts` and all it imports, as one module for browsers. */
async function bundle(): Promise<string> {
	const lib = { entry: fileURLToPath(new URL("vectors.ts", crypto)), formats: ["es" as const] };
	const built = await build({ configFile: false, logLevel: "error", build: { write: false, lib } });
	const [output] = built as Rolldown.RolldownOutput[];
	const code = output?.output[0].code;
	if (!code) throw new Error("the bundle is empty");
	return code;
}

beforeAll(async () => {
	const code = await bundle();
	const script = 'import { checkVectors } from "/vectors.js"; globalThis.checkVectors = checkVectors;';
	const page = `<!doctype html><title>vectors</title><script type="module">${script}</script>`;
	server = createServer((request, response) => {
		const isModule = request.url === "/vectors.js";
		response.setHeader("content-type", isModule ? "text/javascript" : "text/html").end(isModule ? code : page);
	});
	// On loopback, because WebCrypto is there only on secure origins.
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});

afterAll(() => new Promise<unknown>((closed) => server.close(closed)));

const browsers: LaunchOptions[] = [
	{ browser: "chrome", executablePath: requireBrowser("chromium"), args: chromiumArgs },
	{ browser: "firefox", executablePath: requireBrowser("firefox") },
];

test.each(browsers)("sealing in $browser is, letter for letter, what the vectors say", async (options) => {
	const browser = await launch({ ...options, headless: true });
	try {
		const page = await browser.newPage();
		await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
		const failures = await page.evaluate((given) => (globalThis as unknown as Checker).checkVectors(given), vectors);
		expect(failures).toEqual([]);
	} finally {
		await browser.close();
	}
});

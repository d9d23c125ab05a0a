// The real thing on this machine: backend on the memory store, and a browser of its own with the extension in it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, launch, type Page } from "puppeteer-core";
import { build } from "./build-steps.ts";
import { findProgram } from "./programs.ts";
import { nodeArgs, root, run } from "./steps.ts";

const port = process.env.PORT ?? "8787";
process.env.MAYFLY_SERVER ??= `http://127.0.0.1:${port}`;
const extension = join(root, ".output", "chrome-mv3");

await build(["chrome", "web"]);
const server = run(process.execPath, [...nodeArgs, "backend/serve/node.ts"], { PORT: port });
if (!(await answers(`http://127.0.0.1:${port}/healthz`))) process.exit(await server);

const chromium = findProgram("chromium");
const hasDisplay = process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
if (chromium && hasDisplay) await openBrowser(chromium);
else {
	console.log("To try the extension: open chrome://extensions, switch on Developer mode, choose Load unpacked,");
	console.log(`and pick ${extension}`);
}
process.exit(await server);

/** Whether the server came up within 15 seconds. */
async function answers(url: string): Promise<boolean> {
	const exited = server.then(() => true);
	for (let attempt = 0; attempt < 150; attempt++) {
		const ok = await fetch(url)
			.then((response) => response.ok)
			.catch(() => false);
		if (ok) return true;
		if (await Promise.race([exited, new Promise<false>((resolve) => setTimeout(resolve, 100, false))])) return false;
	}
	return false;
}

/** Puts the icon on the toolbar, where a fresh profile hides it behind the puzzle piece. */
async function pin(browser: Browser, page: Page): Promise<void> {
	const background = await browser.waitForTarget((target) => target.type() === "service_worker");
	await page.goto("chrome://extensions");
	await page.evaluate(
		(extensionId) => chrome.developerPrivate.updateExtensionConfiguration({ extensionId, pinnedToToolbar: true }),
		new URL(background.url()).host,
	);
}

/** A throwaway profile with the extension loaded; gone when the window closes. */
async function openBrowser(executablePath: string): Promise<void> {
	const userDataDir = await mkdtemp(join(tmpdir(), "mayfly-"));
	const browser = await launch({
		executablePath,
		userDataDir,
		headless: false,
		pipe: true,
		defaultViewport: null,
		enableExtensions: [extension],
		args: ["--no-first-run", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
	});
	const [page] = await browser.pages();
	if (!page) throw new Error("the browser opened no page");
	await pin(browser, page);
	await page.goto(`http://127.0.0.1:${port}/`);
	console.log("A browser window with Mayfly in its toolbar is open; its profile is thrown away when it closes.");
	browser.once("disconnected", () => void rm(userDataDir, { recursive: true, force: true }));
}

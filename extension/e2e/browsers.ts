import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, launch, type Page, type Target } from "puppeteer-core";
import { findProgram } from "../../.config/tasks/programs.ts";

const root = join(import.meta.dirname, "..", "..");

/** Where the real browser is; the tests fail without it, they are not skipped. */
export function requireBrowser(name: "chromium" | "firefox"): string {
	const path = findProgram(name);
	if (!path) throw new Error(`${name} is not installed; \`npm test\` installs it where it may`);
	return path;
}

/** Flags that keep a test's Chromium quiet: nothing but the pages under test is asked for. */
export const chromiumArgs = [
	"--no-sandbox",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-quic",
	"--disable-sync",
	// On Linux the environment says so; see the test runner's settings.
	"--lang=en-US",
	"--accept-lang=en-US",
	"--no-first-run",
];

/** The built extension, with its optional permissions given: no test can press the browser's own prompt. */
async function withAllAllowed(folder: string): Promise<string> {
	const copy = await mkdtemp(join(tmpdir(), "mayfly-extension-"));
	await cp(folder, copy, { recursive: true });
	const file = join(copy, "manifest.json");
	const { optional_permissions, permissions, ...rest } = JSON.parse(await readFile(file, "utf8"));
	await writeFile(file, JSON.stringify({ ...rest, permissions: [...permissions, ...optional_permissions] }));
	return copy;
}

type BrowserOptions = { allAllowed?: boolean | undefined; folder?: string; display?: string | undefined };

/** A window of its own stands at the corner of the screen: no window manager moves it. */
const placedArgs = ["--window-position=0,0", "--window-size=1200,860"];

/** Chromium with the built extension in it. */
export class ExtensionBrowser {
	readonly browser: Browser;
	readonly extensionId: string;
	readonly #copy: string | null;
	private constructor(browser: Browser, extensionId: string, copy: string | null) {
		this.browser = browser;
		this.extensionId = extensionId;
		this.#copy = copy;
	}

	/**
	 * @param server origin of the server the extension is set to, as Options would do it
	 * @param options `allAllowed`: the optional permissions are given; `folder`: the build, if not the one that
	 * everybody has; `display`: the X display to show itself on, where there is one to press on with a real pointer
	 */
	static async launch(
		server: string,
		{ allAllowed = false, folder = join(root, ".output", "chrome-mv3"), display }: BrowserOptions = {},
	): Promise<ExtensionBrowser> {
		const copy = allAllowed ? await withAllAllowed(folder) : null;
		const browser = await launch({
			executablePath: requireBrowser("chromium"),
			headless: display === undefined,
			pipe: true,
			enableExtensions: [copy ?? folder],
			...(display === undefined
				? { args: chromiumArgs }
				: { args: [...chromiumArgs, ...placedArgs], env: { ...process.env, DISPLAY: display }, defaultViewport: null }),
			protocolTimeout: 60_000,
		});
		const target = await browser.waitForTarget(
			(t) => t.type() === "service_worker" && t.url().endsWith("background.js"),
		);
		const extensionId = new URL(target.url()).host;
		const opened = new ExtensionBrowser(browser, extensionId, copy);
		await browser
			.defaultBrowserContext()
			.overridePermissions(`chrome-extension://${extensionId}`, ["clipboard-read", "clipboard-write"]);
		await opened.inPage((origin) => chrome.storage.local.set({ settings: { server: origin } }), server);
		return opened;
	}

	/** Does something in a page of the extension, opened for it and closed again; its port wakes the background. */
	async inPage<Args extends unknown[], Result>(
		act: (...args: Args) => Promise<Result>,
		...args: Args
	): Promise<Result> {
		const page = await this.browser.newPage();
		await page.goto(`chrome-extension://${this.extensionId}/options.html`);
		const result = await page.evaluate(act as (...args: unknown[]) => Promise<Result>, ...args);
		await page.close();
		return result;
	}

	/** Does something in the background's worker, awake: what its listeners hear is heard by the product's own. */
	async inWorker<Args extends unknown[]>(act: (...args: Args) => void, ...args: Args): Promise<void> {
		// A page of the extension that stays until it is done: its port wakes the worker.
		const page = await this.browser.newPage();
		await page.goto(`chrome-extension://${this.extensionId}/options.html`);
		const target = await this.browser.waitForTarget((t) => t.type() === "service_worker");
		// A session of its own each time: the one that a target keeps does not outlive a killed worker.
		const session = await target.createCDPSession();
		const expression = `(${act})(...${JSON.stringify(args)})`;
		const { exceptionDetails } = await session.send("Runtime.evaluate", { expression });
		await session.detach();
		await page.close();
		if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
	}

	/** Kills the background's worker as the browser does under memory pressure; the next event wakes it. */
	async killWorker(): Promise<void> {
		const page = await this.browser.newPage();
		// A page with no script of its own: it neither holds the worker nor wakes it.
		await page.goto(`chrome-extension://${this.extensionId}/manifest.json`);
		const session = await page.createCDPSession();
		await session.send("ServiceWorker.enable");
		await session.send("ServiceWorker.stopAllWorkers");
		await page.close();
	}

	/** Presses the toolbar icon while `page` is in front; resolves to the real popup. */
	async popup(page: Page): Promise<Page> {
		const extension = (await this.browser.extensions()).get(this.extensionId);
		if (!extension) throw new Error("the extension is not loaded");
		await page.bringToFront();
		const opened = this.#waitFor("popup.html");
		await page.triggerExtensionAction(extension);
		return opened;
	}

	/** The real side panel, once something has opened it. */
	panel(): Promise<Page> {
		return this.#waitFor("sidepanel.html");
	}

	/** Kinds of extension views that are open now, as the browser tells one of them: SIDE_PANEL, POPUP, … */
	contexts(view: Page): Promise<string[]> {
		return view.evaluate(async () => (await chrome.runtime.getContexts({})).map((c) => c.contextType as string));
	}

	async #waitFor(name: string): Promise<Page> {
		const wanted = (target: Target) => target.url() === `chrome-extension://${this.extensionId}/${name}`;
		return (await this.browser.waitForTarget(wanted, { timeout: 15_000 })).asPage();
	}

	async close(): Promise<void> {
		await this.browser.close();
		if (this.#copy) await rm(this.#copy, { recursive: true, force: true });
	}
}

import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
	type Browser,
	type BrowserContext,
	launch,
	type Page,
	type SerializedAXNode,
	type Target,
} from "puppeteer-core";
import { root } from "../../.config/tasks/steps.ts";
import { withAllAllowed } from "./all-allowed.ts";
import { chromiumArgs, requireBrowser } from "./browsers.ts";
import type { ExtensionBrowser, LaunchOptions, Told, Wishes } from "./extension-browser.ts";

/** A window of its own stands at the corner of the screen: no window manager moves it. */
const placedArgs = ["--window-position=0,0", "--window-size=1200,860"];

/** What the browser is told, from now on, of that page's origin and the microphone. */
export async function answerForMicrophone(page: Page, state: "granted" | "denied" | "prompt"): Promise<void> {
	// Node knows no origin of an extension's pages.
	const { protocol, host } = new URL(page.url());
	await page.browserContext().setPermission(`${protocol}//${host}`, { permission: { name: "microphone" }, state });
}

/** Chromium with the built extension in it. */
export class ChromiumWithExtension implements ExtensionBrowser {
	readonly name = "Chromium";
	readonly browser: Browser;
	readonly extensionId: string;
	readonly #copy: string | null;
	readonly #strangers = new Set<BrowserContext>();
	private constructor(browser: Browser, extensionId: string, copy: string | null) {
		this.browser = browser;
		this.extensionId = extensionId;
		this.#copy = copy;
	}

	/** @param server origin of the server the extension is set to, as Options would do it */
	static async launch(
		server: string,
		{ allAllowed = false, folder = join(root, ".output", "chrome-mv3"), display }: LaunchOptions = {},
	): Promise<ChromiumWithExtension> {
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
		const opened = new ChromiumWithExtension(browser, extensionId, copy);
		await browser
			.defaultBrowserContext()
			.overridePermissions(`chrome-extension://${extensionId}`, ["clipboard-read", "clipboard-write"]);
		await opened.inPage((origin) => chrome.storage.local.set({ settings: { server: origin } }), server);
		return opened;
	}

	async open(file: string): Promise<Page> {
		const page = await this.browser.newPage();
		await page.goto(`chrome-extension://${this.extensionId}/${file}`);
		return page;
	}

	async inPage<Args extends unknown[], Result>(
		act: (...args: Args) => Result | Promise<Result>,
		...args: Args
	): Promise<Awaited<Result>> {
		const page = await this.open("options.html");
		const result = await page.evaluate(act as (...args: unknown[]) => Result, ...args);
		await page.close();
		return result;
	}

	/** Does something in the background's worker, awake: what its listeners hear is heard by the product's own. */
	async inWorker<Args extends unknown[]>(act: (...args: Args) => void, ...args: Args): Promise<void> {
		// A page of the extension that stays until it is done: its port wakes the worker.
		const page = await this.open("options.html");
		const target = await this.browser.waitForTarget((t) => t.type() === "service_worker");
		// A session of its own each time: the one that a target keeps does not outlive a killed worker.
		const session = await target.createCDPSession();
		const expression = `(${act})(...${JSON.stringify(args)})`;
		const { exceptionDetails } = await session.send("Runtime.evaluate", { expression });
		await session.detach();
		await page.close();
		if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
	}

	async killWorker(): Promise<void> {
		// A page with no script of its own: it neither holds the worker nor wakes it.
		const page = await this.open("manifest.json");
		const session = await page.createCDPSession();
		await session.send("ServiceWorker.enable");
		await session.send("ServiceWorker.stopAllWorkers");
		await page.close();
	}

	async popup(page: Page): Promise<Page> {
		const extension = (await this.browser.extensions()).get(this.extensionId);
		if (!extension) throw new Error("the extension is not loaded");
		await page.bringToFront();
		const opened = this.#waitFor("popup.html");
		await page.triggerExtensionAction(extension);
		return opened;
	}

	openedPopup(): Promise<Page> {
		return this.#waitFor("popup.html");
	}

	panel(): Promise<Page> {
		return this.#waitFor("sidepanel.html");
	}

	async panels(count: number): Promise<Page[]> {
		const isPanel = (target: Target) => target.url().endsWith("/sidepanel.html");
		const all = () => this.browser.targets().filter(isPanel);
		await this.browser.waitForTarget((target) => isPanel(target) && all().length === count, { timeout: 15_000 });
		return Promise.all(all().map((target) => target.asPage()));
	}

	newWindow(): Promise<Page> {
		return this.browser.newPage({ type: "window" });
	}

	async stranger(): Promise<Page> {
		const context = await this.browser.createBrowserContext();
		this.#strangers.add(context);
		return context.newPage();
	}

	clipboard(page: Page): Promise<string> {
		return page.evaluate(() => navigator.clipboard.readText());
	}

	allowMicrophone(page: Page): Promise<void> {
		return answerForMicrophone(page, "granted");
	}

	wish(page: Page, { theme, reducedMotion = false }: Wishes = {}): Promise<void> {
		return page.emulateMediaFeatures([
			...(theme ? [{ name: "prefers-color-scheme", value: theme }] : []),
			...(reducedMotion ? [{ name: "prefers-reduced-motion", value: "reduce" }] : []),
		]);
	}

	/** Every page of Puppeteer's has the keys, whatever is in front. */
	turnTo(): Promise<void> {
		return Promise.resolve();
	}

	async told(page: Page): Promise<Told[]> {
		const flatten = (node: SerializedAXNode): Told[] => [node, ...(node.children ?? []).flatMap(flatten)];
		const root = await page.accessibility.snapshot({ interestingOnly: false });
		return root ? flatten(root) : [];
	}

	/** No desktop is there where tests run: the listeners are told what it would tell. */
	clickNotification(clicked: string): Promise<void> {
		return this.inWorker((id) => {
			const { onClicked } = chrome.notifications as unknown as { onClicked: { dispatch(id: string): void } };
			onClicked.dispatch(id);
		}, clicked);
	}

	async closePages(): Promise<void> {
		await Promise.all([...this.#strangers].map((context) => context.close()));
		this.#strangers.clear();
		for (const target of this.browser.targets()) {
			if (/(popup|sidepanel|options)\.html/.test(target.url())) await (await target.asPage()).close();
		}
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

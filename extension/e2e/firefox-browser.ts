import { join } from "node:path";
import { type Browser, type BrowserContext, launch, type Page } from "puppeteer-core";
import { root } from "../../.config/tasks/steps.ts";
import { requireBrowser } from "./browsers.ts";
import type { ExtensionBrowser, LaunchOptions, Told, Wishes } from "./extension-browser.ts";
import { clickAlert, standInForDesktop } from "./firefox-alerts.ts";
import { type Chrome, openChrome } from "./firefox-chrome.ts";
import { type FirefoxViews, openFirefoxViews } from "./firefox-views.ts";

/** The extension's id, and the one that its pages get in a profile of a test. */
export const geckoId = "mayfly@mayfly.example";
export const uuid = "3f1c0a52-5b7e-4d0e-9a43-6a1d2c7be002";

/** What every Firefox of the tests starts with. */
export const firefoxOptions = () => ({
	browser: "firefox" as const,
	executablePath: requireBrowser("firefox"),
	args: ["--remote-allow-system-access"],
	extraPrefsFirefox: {
		"extensions.webextensions.uuids": JSON.stringify({ [geckoId]: uuid }),
		// A microphone that hums, and that may be heard: no test can press the browser's own question.
		"media.navigator.streams.fake": true,
		"media.navigator.permission.disabled": true,
		// Loudspeakers, which a machine for tests has none of: without them Firefox plays nothing.
		"media.cubeb.force_mock_context": true,
	} as Record<string, unknown>,
});

type Parts = { browser: Browser; chrome: Chrome; views: FirefoxViews };

/** Firefox with the built extension in it. */
export class FirefoxWithExtension implements ExtensionBrowser {
	readonly name = "Firefox";
	readonly browser: Browser;
	/** Firefox's own windows. */
	readonly chrome: Chrome;
	readonly views: FirefoxViews;
	readonly #strangers = new Set<BrowserContext>();
	private constructor({ browser, chrome, views }: Parts) {
		this.browser = browser;
		this.chrome = chrome;
		this.views = views;
	}

	/** @param server origin of the server the extension is set to, as Options would do it */
	static async launch(
		server: string,
		{ allAllowed = false, folder = join(root, ".output", "firefox-mv3"), display }: LaunchOptions = {},
	): Promise<FirefoxWithExtension> {
		const { args, ...options } = firefoxOptions();
		const browser = await launch({
			...options,
			...(display === undefined
				? { headless: true, args }
				: {
						headless: false,
						args: [...args, "--width=1200", "--height=860"],
						env: { ...process.env, DISPLAY: display },
						defaultViewport: null,
					}),
		});
		await browser.installExtension(folder);
		const chrome = await openChrome(browser);
		const views = await openFirefoxViews(browser, chrome, geckoId);
		if (allAllowed) {
			await chrome.run(standInForDesktop);
			await chrome.run(allowAll, geckoId);
		}
		const opened = new FirefoxWithExtension({ browser, chrome, views });
		await opened.inPage((origin) => globalThis.chrome.storage.local.set({ settings: { server: origin } }), server);
		return opened;
	}

	open(file: string): Promise<Page> {
		return this.#open(file, true);
	}

	async #open(file: string, inFront: boolean): Promise<Page> {
		const page = await this.views.tab(`moz-extension://${uuid}/${file}`, inFront);
		await page.waitForSelector("h1");
		return page;
	}

	async inPage<Args extends unknown[], Result>(
		act: (...args: Args) => Result | Promise<Result>,
		...args: Args
	): Promise<Awaited<Result>> {
		const page = await this.#open("options.html", false);
		const result = await page.evaluate(act as (...args: unknown[]) => Result, ...args);
		await page.close();
		return result;
	}

	killWorker(): Promise<void> {
		return this.chrome.run(terminateBackground, geckoId);
	}

	async popup(page: Page): Promise<Page> {
		await page.bringToFront();
		return this.views.pressIcon();
	}

	openedPopup(): Promise<Page> {
		return this.views.popup();
	}

	async panel(): Promise<Page> {
		return (await this.views.sidebars(1))[0] as Page;
	}

	panels(count: number): Promise<Page[]> {
		return this.views.sidebars(count);
	}

	newWindow(): Promise<Page> {
		return this.#newWindow(this.browser.defaultBrowserContext());
	}

	/** A new window takes over the sidebar of the one that was in front. */
	async #newWindow(context: BrowserContext): Promise<Page> {
		const page = await context.newPage({ type: "window" });
		await this.views.closeSidebarAround(page);
		return page;
	}

	async stranger(): Promise<Page> {
		const context = await this.browser.createBrowserContext();
		this.#strangers.add(context);
		// A page behind another tab would be out of sight, and Firefox slows it down.
		return this.#newWindow(context);
	}

	told(page: Page): Promise<Told[]> {
		return this.views.told(page);
	}

	clickNotification(id: string): Promise<void> {
		return this.chrome.run(clickAlert, id);
	}

	/** Firefox lets no page read it without a further question. */
	clipboard(): Promise<string> {
		return this.chrome.run(readClipboard);
	}

	/** Its settings let everybody hear it. */
	async allowMicrophone(): Promise<void> {}

	/** The theme is this page's, all else is every page's. */
	async wish(page: Page, { theme, reducedMotion = false }: Wishes = {}): Promise<void> {
		await this.views.setTheme(page, theme ?? null);
		await this.chrome.run(setReducedMotion, reducedMotion);
	}

	async turnTo(page: Page): Promise<void> {
		const hasFocus = () => page.evaluate(() => document.hasFocus());
		if (!(await hasFocus())) await page.bringToFront();
		while (!(await hasFocus())) await new Promise((next) => setTimeout(next, 20));
	}

	async closePages(): Promise<void> {
		await this.chrome.run(setReducedMotion, false);
		await Promise.all([...this.#strangers].map((context) => context.close()));
		this.#strangers.clear();
		await this.views.closeAll();
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}

// What follows is run in Firefox's window, each function by itself.

type Gecko = {
	ChromeUtils: { importESModule(url: string): { ExtensionPermissions: Permissions } };
	WebExtensionPolicy: { getByID(id: string): { extension: Extension } };
	Services: { prefs: Prefs };
	navigator: { clipboard: { readText(): Promise<string> } };
};
type Extension = {
	manifest: { optional_permissions: string[] };
	terminateBackground(how: object): Promise<void>;
	backgroundState: string;
};
type Permissions = { add(id: string, allowed: object, extension: Extension): Promise<void> };
type Prefs = { setIntPref(name: string, value: number): void; clearUserPref(name: string): void };

/** Gives the optional permissions, as the prompt would that no test can press. */
async function allowAll(geckoId: string): Promise<void> {
	const { ChromeUtils, WebExtensionPolicy } = globalThis as unknown as Gecko;
	const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
	const { extension } = WebExtensionPolicy.getByID(geckoId);
	const { optional_permissions: permissions } = extension.manifest;
	await ExtensionPermissions.add(geckoId, { permissions, origins: [], data_collection: [] }, extension);
}

/** As when it has been idle; that somebody looks at it with WebDriver does not hold it. */
async function terminateBackground(geckoId: string): Promise<void> {
	const { extension } = (globalThis as unknown as Gecko).WebExtensionPolicy.getByID(geckoId);
	if (extension.backgroundState === "stopped") return;
	await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
}

function readClipboard(): Promise<string> {
	return (globalThis as unknown as Gecko).navigator.clipboard.readText();
}

/** WebDriver has no command for it: the system's own answer is replaced. */
function setReducedMotion(isReduced: boolean): void {
	const { prefs } = (globalThis as unknown as Gecko).Services;
	if (isReduced) prefs.setIntPref("ui.prefersReducedMotion", 1);
	else prefs.clearUserPref("ui.prefersReducedMotion");
}

import type { Browser, Page } from "puppeteer-core";
import type { Told } from "./extension-browser.ts";
import type { Chrome } from "./firefox-chrome.ts";
import {
	closeSidebarOf,
	closeUnseen,
	closeView,
	focusPage,
	type Kind,
	listTold,
	listViews,
	openTab,
	pressIcon,
	setSidebarWidth,
	setTheme,
	showToWebDriver,
	type View,
} from "./firefox-window.ts";

/**
 * The pages of an extension as Firefox shows them: the popup under the toolbar, the sidebar, and tabs. WebDriver knows
 * of tabs alone, and says nothing of an extension's; here it learns of the others, and Puppeteer of all.
 */
export type FirefoxViews = {
	/** Presses the toolbar icon of the window in front; resolves to the popup. */
	pressIcon(): Promise<Page>;
	/** The popup that opened by itself, once it has. */
	popup(): Promise<Page>;
	/** The sidebars of all windows, once there are as many. */
	sidebars(count: number): Promise<Page[]>;
	/** Opens a page of the extension in a tab of the first window. */
	tab(url: string, inFront: boolean): Promise<Page>;
	/** Closes the sidebar of a window that took it over from the window it was opened from. */
	closeSidebarAround(page: Page): Promise<void>;
	setTheme(page: Page, theme: "light" | "dark" | null): Promise<void>;
	/** What Firefox tells screen readers of a page. */
	told(page: Page): Promise<Told[]>;
	/** Makes the page in the sidebar of the first window this wide, px. */
	setSidebarWidth(width: number): Promise<void>;
	closeAll(): Promise<void>;
};

export async function openFirefoxViews(browser: Browser, chrome: Chrome, geckoId: string): Promise<FirefoxViews> {
	await chrome.run(showToWebDriver, geckoId);
	const known = new Map<string, { view: View; page: Page }>();

	/** WebDriver's name of a page. */
	const contextOf = (page: Page) => (page.mainFrame() as unknown as { _id: string })._id;

	/** Puppeteer's page of the view, made for it when it is new. */
	async function pageOf(view: View): Promise<Page> {
		const old = known.get(view.context);
		if (old) return old.page;
		chrome.announce(view);
		const page = (await browser.pages()).find((found) => contextOf(found) === view.context);
		if (!page) throw new Error(`Puppeteer took no notice of ${view.url}`);
		known.set(view.context, { view, page });
		// WebDriver brings tabs alone to the front, and closes no other.
		page.bringToFront = () => chrome.run(focusPage, view.context);
		page.close = async () => {
			await chrome.run(closeView, view.context);
			forget(view);
		};
		return page;
	}

	function forget(view: View): void {
		if (!known.delete(view.context)) return;
		chrome.denounce(view);
	}

	/** Waits for as many views of this kind that have their document. */
	async function waitFor(kind: Kind, count: number): Promise<Page[]> {
		for (const until = Date.now() + 20_000; ; await new Promise((next) => setTimeout(next, 50))) {
			const views = await chrome.run(listViews);
			for (const { view } of known.values()) {
				const isOpen = view.kind === "tab" || views.some(({ context }) => context === view.context);
				if (!isOpen) forget(view);
			}
			const found = views.filter((view) => view.kind === kind);
			if (found.length === count) return Promise.all(found.map(pageOf));
			if (Date.now() > until) throw new Error(`Firefox shows ${found.length} times a ${kind}`);
		}
	}

	const popup = async () => (await waitFor("popup", 1))[0] as Page;

	return {
		async pressIcon() {
			await chrome.run(pressIcon, geckoId);
			return popup();
		},
		popup,
		sidebars: (count) => waitFor("sidebar", count),
		tab: async (url, inFront) => pageOf(await chrome.run(openTab, url, inFront)),
		closeSidebarAround: (page) => chrome.run(closeSidebarOf, contextOf(page)),
		setTheme: (page, theme) => chrome.run(setTheme, contextOf(page), theme),
		told: (page) => chrome.run(listTold, contextOf(page)),
		setSidebarWidth: (width) => chrome.run(setSidebarWidth, width),
		async closeAll() {
			for (const { page } of [...known.values()]) await page.close();
			await chrome.run(closeUnseen);
		},
	};
}

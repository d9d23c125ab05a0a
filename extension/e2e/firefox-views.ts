import type { Browser, Page } from "puppeteer-core";
import type { Told } from "./extension-browser.ts";
import type { Chrome, UnseenPage } from "./firefox-chrome.ts";

/**
 * The pages of an extension as Firefox shows them: the popup under the toolbar, the sidebar, and tabs. WebDriver knows
 * of tabs alone, and says nothing of an extension's; here it learns of the others, and Puppeteer of all.
 */
export type FirefoxViews = {
	/** Presses the toolbar icon of the window in front; resolves to the popup. */
	pressIcon(): Promise<Page>;
	/** The sidebars of all windows, once there are as many. */
	sidebars(count: number): Promise<Page[]>;
	/** Opens a page of the extension in a tab of the first window. */
	tab(url: string, inFront: boolean): Promise<Page>;
	/** Closes the sidebar of a window that took it over from the window it was opened from. */
	closeSidebarAround(page: Page): Promise<void>;
	/** What Firefox tells screen readers of a page. */
	told(page: Page): Promise<Told[]>;
	/** How wide the sidebar of the first window is, px. */
	setSidebarWidth(width: number): Promise<void>;
	closeAll(): Promise<void>;
};

type Kind = "popup" | "sidebar" | "tab";
type View = UnseenPage & { kind: Kind };

export async function openFirefoxViews(browser: Browser, chrome: Chrome, geckoId: string): Promise<FirefoxViews> {
	await chrome.run(showToWebDriver, geckoId);
	const known = new Map<string, { view: View; page: Page }>();

	/** WebDriver's name of a page. */
	const contextOf = (page: Page) => (page.mainFrame() as unknown as { _id: string })._id;

	/** Puppeteer's page of the view, made for it when it is new. */
	async function pageOf(view: View): Promise<Page> {
		const old = known.get(view.context);
		if (old) return old.page;
		const before = new Set(await browser.pages());
		chrome.announce(view);
		const page = (await browser.pages()).find((found) => !before.has(found));
		if (!page) throw new Error(`Puppeteer took no notice of ${view.url}`);
		known.set(view.context, { view, page });
		// As for any page: it is closed when the promise is kept. WebDriver closes tabs alone.
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
				if (!views.some(({ context }) => context === view.context)) forget(view);
			}
			const found = views.filter((view) => view.kind === kind);
			if (found.length === count) return Promise.all(found.map(pageOf));
			if (Date.now() > until) throw new Error(`Firefox shows ${found.length} times a ${kind}`);
		}
	}

	return {
		async pressIcon() {
			await chrome.run(pressIcon, geckoId);
			const [popup] = await waitFor("popup", 1);
			return popup as Page;
		},
		sidebars: (count) => waitFor("sidebar", count),
		tab: async (url, inFront) => pageOf({ ...(await chrome.run(openTab, url, inFront)), kind: "tab" }),
		async closeSidebarAround(page) {
			await chrome.run(closeSidebarOf, contextOf(page));
		},
		told: (page) => chrome.run(listTold, contextOf(page)),
		setSidebarWidth: (width) => chrome.run(setSidebarWidth, width),
		async closeAll() {
			for (const { page } of [...known.values()]) await page.close();
			await chrome.run(closeUnseen);
		},
	};
}

// What follows is run in Firefox's window, each function by itself; `mayfly` is what the first of them leaves there.

type XulBrowser = {
	permanentKey?: object;
	currentURI: { spec: string };
	browsingContext: { currentWindowGlobal: { isInitialDocument: boolean } | null } | null;
};
type Tab = { linkedBrowser: XulBrowser };
type ChromeWindow = {
	document: Document;
	setTimeout: typeof setTimeout;
	gBrowser: {
		selectedTab: Tab;
		addTab(url: string, how: object): Tab;
		removeTab(tab: Tab): void;
		getTabForBrowser(browser: XulBrowser): Tab | null;
	};
	CustomizableUI: { addWidgetToArea(id: string, area: string): void };
	SidebarController: { promiseInitialized: Promise<void>; isOpen: boolean; hide(): void };
};
type Popup = { shown: boolean; browser: XulBrowser; closePopup(): void };
type Shown = { kind: Kind; browser: XulBrowser; win: ChromeWindow; close(): void };
type Inside = {
	/** Every popup and sidebar of the extension. */
	unseen(): Shown[];
	windows(): ChromeWindow[];
	front(): ChromeWindow;
	byId(id: string): XulBrowser | null;
	describe(browser: XulBrowser, win: ChromeWindow): UnseenPage;
	hasDocument(browser: XulBrowser): boolean;
};
declare const mayfly: Inside;
declare const window: ChromeWindow;
declare const ChromeUtils: { importESModule(url: string): Record<string, unknown> };
declare const Services: {
	wm: { getMostRecentBrowserWindow(): ChromeWindow };
	scriptSecurityManager: { getSystemPrincipal(): object };
};
declare const WebExtensionPolicy: { getByID(id: string): { extension: object } };

/** WebDriver finds a page in a list of tabs: popups and sidebars are put into it. */
function showToWebDriver(geckoId: string): void {
	type Modules = {
		TabManager: { allTabs: Tab[]; getTabsForWindow(win: ChromeWindow): Tab[] };
		NavigableManager: { getIdForBrowser(browser: XulBrowser): string; getBrowserById(id: string): XulBrowser | null };
		windowManager: { windows: ChromeWindow[]; getIdForWindow(win: ChromeWindow): string };
		BasePopup: { instances: WeakMap<ChromeWindow, { get(extension: object): Popup | undefined }> };
	};
	const load = <Name extends keyof Modules>(url: string, name: Name) =>
		ChromeUtils.importESModule(url)[name] as Modules[Name];
	const TabManager = load("chrome://remote/content/shared/TabManager.sys.mjs", "TabManager");
	const NavigableManager = load("chrome://remote/content/shared/NavigableManager.sys.mjs", "NavigableManager");
	const windowManager = load("chrome://remote/content/shared/WindowManager.sys.mjs", "windowManager");
	const BasePopup = load("resource:///modules/ExtensionPopups.sys.mjs", "BasePopup");
	const { extension } = WebExtensionPolicy.getByID(geckoId);

	const shownIn = (win: ChromeWindow): Shown[] => {
		const popup = BasePopup.instances.get(win)?.get(extension);
		const frame = win.document.getElementById("sidebar") as HTMLIFrameElement | null;
		const sidebar = frame?.contentDocument?.getElementById("webext-panels-browser") as unknown as XulBrowser | null;
		return [
			...(popup?.shown
				? [{ kind: "popup" as const, browser: popup.browser, win, close: () => popup.closePopup() }]
				: []),
			...(sidebar
				? [{ kind: "sidebar" as const, browser: sidebar, win, close: () => win.SidebarController.hide() }]
				: []),
		];
	};
	const inside: Inside = {
		unseen: () => windowManager.windows.flatMap(shownIn),
		windows: () => windowManager.windows,
		front: () => Services.wm.getMostRecentBrowserWindow(),
		byId: (id) => NavigableManager.getBrowserById(id),
		describe(browser, win) {
			// By it WebDriver tells browsers apart; tabs alone have one from the start.
			browser.permanentKey ??= {};
			const context = NavigableManager.getIdForBrowser(browser);
			return { context, url: browser.currentURI.spec, clientWindow: windowManager.getIdForWindow(win) };
		},
		hasDocument: ({ currentURI, browsingContext }) =>
			currentURI.spec.startsWith("moz-extension:") && browsingContext?.currentWindowGlobal?.isInitialDocument === false,
	};
	Object.assign(window, { mayfly: inside });
	Object.defineProperty(TabManager, "allTabs", {
		get: () => [
			...windowManager.windows.flatMap((win) => TabManager.getTabsForWindow(win)),
			...inside.unseen().map(({ browser }) => ({ linkedBrowser: browser })),
		],
	});
}

function listViews(): View[] {
	return mayfly
		.unseen()
		.filter(({ browser }) => mayfly.hasDocument(browser))
		.map(({ kind, browser, win }) => ({ kind, ...mayfly.describe(browser, win) }));
}

/** Firefox hides the icons of extensions in a menu until people give them a place in the toolbar. */
function pressIcon(geckoId: string): void {
	const { CustomizableUI, document } = mayfly.front();
	const id = `${geckoId.replaceAll(/[^a-z0-9]/gi, "_")}-browser-action`;
	CustomizableUI.addWidgetToArea(id, "nav-bar");
	document.getElementById(id)?.querySelector<HTMLElement>(".unified-extensions-item-action-button")?.click();
}

async function openTab(url: string, inFront: boolean): Promise<UnseenPage> {
	const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
	const tab = window.gBrowser.addTab(url, { triggeringPrincipal });
	if (inFront) window.gBrowser.selectedTab = tab;
	while (!mayfly.hasDocument(tab.linkedBrowser)) await new Promise((next) => window.setTimeout(next, 20));
	return mayfly.describe(tab.linkedBrowser, window);
}

async function closeView(id: string): Promise<void> {
	const browser = mayfly.byId(id);
	if (!browser) return;
	for (const shown of mayfly.unseen()) if (shown.browser === browser) shown.close();
	for (const { gBrowser } of mayfly.windows()) {
		const tab = gBrowser.getTabForBrowser(browser);
		if (tab) gBrowser.removeTab(tab);
	}
	while (mayfly.byId(id)) await new Promise((next) => window.setTimeout(next, 20));
}

async function closeSidebarOf(id: string): Promise<void> {
	const browser = mayfly.byId(id);
	const win = mayfly.windows().find(({ gBrowser }) => browser && gBrowser.getTabForBrowser(browser));
	await win?.SidebarController.promiseInitialized;
	if (win?.SidebarController.isOpen) win.SidebarController.hide();
}

function closeUnseen(): void {
	for (const { close } of mayfly.unseen()) close();
}

async function listTold(id: string): Promise<Told[]> {
	type Accessible = {
		firstChild: Accessible | null;
		nextSibling: Accessible | null;
		computedARIARole: string;
		attributes: { has(name: string): boolean; getStringProperty(name: string): string };
	};
	const { Cc, Ci } = globalThis as unknown as {
		Cc: Record<
			string,
			{ getService(kind: unknown): { getAccessibleFor(browser: XulBrowser | null): Accessible | null } }
		>;
		Ci: Record<string, unknown>;
	};
	const service = Cc["@mozilla.org/accessibilityService;1"]?.getService(Ci.nsIAccessibilityService);
	const told: Told[] = [];
	const walk = (accessible: Accessible | null | undefined) => {
		for (let at = accessible; at; at = at.nextSibling) {
			const level = at.attributes.has("level") ? Number(at.attributes.getStringProperty("level")) : undefined;
			told.push({ role: at.computedARIARole, level });
			walk(at.firstChild);
		}
	};
	walk(service?.getAccessibleFor(mayfly.byId(id))?.firstChild);
	return told;
}

function setSidebarWidth(width: number): void {
	const box = window.document.getElementById("sidebar-box");
	if (box) box.style.width = `${width}px`;
}

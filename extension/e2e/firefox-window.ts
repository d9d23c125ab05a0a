import type { Told } from "./extension-browser.ts";
import type { UnseenPage } from "./firefox-chrome.ts";

/**
 * What is run in Firefox's own window, each function sent there by itself: they share nothing but `mayfly`, which
 * {@link showToWebDriver} leaves there.
 */
declare const mayfly: Inside;

export type Kind = "popup" | "sidebar" | "tab";
/** A page of the extension. */
export type View = UnseenPage & { kind: Kind };

type XulBrowser = {
	permanentKey?: object;
	currentURI: { spec: string };
	browsingContext: {
		currentWindowGlobal: { isInitialDocument: boolean } | null;
		prefersColorSchemeOverride: string;
	} | null;
	/** The window whose document it stands in. */
	documentGlobal: { top: ChromeWindow };
	focus(): void;
};
type Tab = { linkedBrowser: XulBrowser };
type ChromeWindow = {
	focus(): void;
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
declare const window: ChromeWindow;
declare const ChromeUtils: { importESModule(url: string): Record<string, unknown> };
declare const Services: {
	wm: { getMostRecentBrowserWindow(): ChromeWindow };
	scriptSecurityManager: { getSystemPrincipal(): object };
};
declare const WebExtensionPolicy: { getByID(id: string): { extension: object } };

/** WebDriver finds a page in a list of tabs: popups and sidebars are put into it. */
export function showToWebDriver(geckoId: string): void {
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

export function listViews(): View[] {
	return mayfly
		.unseen()
		.filter(({ browser }) => mayfly.hasDocument(browser))
		.map(({ kind, browser, win }) => ({ kind, ...mayfly.describe(browser, win) }));
}

/** Firefox hides the icons of extensions in a menu until people give them a place in the toolbar. */
export function pressIcon(geckoId: string): void {
	const { CustomizableUI, document } = mayfly.front();
	const id = `${geckoId.replaceAll(/[^a-z0-9]/gi, "_")}-browser-action`;
	CustomizableUI.addWidgetToArea(id, "nav-bar");
	document.getElementById(id)?.querySelector<HTMLElement>(".unified-extensions-item-action-button")?.click();
}

export async function openTab(url: string, inFront: boolean): Promise<View> {
	const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
	const tab = window.gBrowser.addTab(url, { triggeringPrincipal });
	if (inFront) window.gBrowser.selectedTab = tab;
	while (!mayfly.hasDocument(tab.linkedBrowser)) await new Promise((next) => window.setTimeout(next, 20));
	return { kind: "tab", ...mayfly.describe(tab.linkedBrowser, window) };
}

export async function closeView(id: string): Promise<void> {
	const browser = mayfly.byId(id);
	if (!browser) return;
	for (const shown of mayfly.unseen()) if (shown.browser === browser) shown.close();
	for (const { gBrowser } of mayfly.windows()) {
		const tab = gBrowser.getTabForBrowser(browser);
		if (tab) gBrowser.removeTab(tab);
	}
	while (mayfly.byId(id)) await new Promise((next) => window.setTimeout(next, 20));
}

export async function closeSidebarOf(id: string): Promise<void> {
	const browser = mayfly.byId(id);
	const win = mayfly.windows().find(({ gBrowser }) => browser && gBrowser.getTabForBrowser(browser));
	await win?.SidebarController.promiseInitialized;
	if (win?.SidebarController.isOpen) win.SidebarController.hide();
}

export function closeUnseen(): void {
	for (const { close } of mayfly.unseen()) close();
}

export function focusPage(id: string): void {
	const browser = mayfly.byId(id);
	if (!browser) throw new Error("the page is closed");
	const win = browser.documentGlobal.top;
	const tab = win.gBrowser.getTabForBrowser(browser);
	if (tab) win.gBrowser.selectedTab = tab;
	win.focus();
	browser.focus();
}

export function setTheme(id: string, theme: "light" | "dark" | null): void {
	const context = mayfly.byId(id)?.browsingContext;
	if (context) context.prefersColorSchemeOverride = theme ?? "none";
}

export async function listTold(id: string): Promise<Told[]> {
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

/** As by pulling at its edge, and further than that goes. */
export function setSidebarWidth(width: number): void {
	const box = window.document.getElementById("sidebar-box");
	const page = window.document.getElementById("sidebar");
	if (!box || !page) throw new Error("there is no sidebar");
	const around = box.getBoundingClientRect().width - page.getBoundingClientRect().width;
	const wanted = `${width + around}px`;
	Object.assign(box.style, { minWidth: wanted, width: wanted, maxWidth: wanted });
}

import type { Browser, Page } from "puppeteer-core";

/** A real browser with the built extension in it, and what people do in it outside of any page. */
export type ExtensionBrowser = {
	readonly name: "Chromium" | "Firefox";
	readonly browser: Browser;
	/** Opens a page of the extension in a tab of its own. */
	open(file: string): Promise<Page>;
	/** Does something in a page of the extension, opened for it and closed again; its port wakes the background. */
	inPage<Args extends unknown[], Result>(
		act: (...args: Args) => Result | Promise<Result>,
		...args: Args
	): Promise<Awaited<Result>>;
	/** Stops the background as the browser does when it has been idle or memory is short; the next event wakes it. */
	killWorker(): Promise<void>;
	/** Presses the toolbar icon while `page` is in front; resolves to the real popup. */
	popup(page: Page): Promise<Page>;
	/** The popup that opened by itself, once it has. */
	openedPopup(): Promise<Page>;
	/** The real side panel, once something has opened it. */
	panel(): Promise<Page>;
	/** Those of several windows, once there are as many; in the order of the windows. */
	panels(count: number): Promise<Page[]>;
	/** An empty page in a further window. */
	newWindow(): Promise<Page>;
	/** An empty page of somebody without the extension, with cookies and storage of their own, in sight all the time. */
	stranger(): Promise<Page>;
	/** What is on the clipboard, as a page of the extension in front sees it. */
	clipboard(page: Page): Promise<string>;
	/** From now on pages of that page's origin may hear the microphone. */
	allowMicrophone(page: Page): Promise<void>;
	/** Sets what the system says of a person's wishes; nothing said: nothing wished. */
	wish(page: Page, wishes?: Wishes): Promise<void>;
	/** Turns to a page, as a person does before they press keys in it. */
	turnTo(page: Page): Promise<void>;
	/** What the browser tells screen readers of a page, in the page's order. */
	told(page: Page): Promise<Told[]>;
	/** Clicks on a notification of the extension. */
	clickNotification(id: string): Promise<void>;
	/** Closes every page of the extension and of strangers. */
	closePages(): Promise<void>;
	close(): Promise<void>;
};

/** By the names of ARIA. */
export type Told = { role: string; level?: number | undefined };

export type Wishes = { theme?: "light" | "dark"; reducedMotion?: boolean };

export type LaunchOptions = {
	/** The optional permissions are given: no test can press the browser's own prompt. */
	allAllowed?: boolean | undefined;
	/** The build, if not the one that everybody has. */
	folder?: string;
	/** The X display to show itself on, where there is one to press on with a real pointer. */
	display?: string | undefined;
};

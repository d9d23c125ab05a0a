import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, connect, launch, type Page } from "puppeteer-core";
import { root } from "../../.config/tasks/steps.ts";
import { chromiumArgs, requireBrowser } from "./browsers.ts";
import { firefoxOptions, geckoId, uuid } from "./firefox-browser.ts";

/** A browser with the extension in it that can be left to itself: nobody attached, or all of it asleep. */
export type LoneBrowser = {
	/** The folder of its profile, until it is closed. */
	profile: string;
	/** Opens a page of the extension in a tab. */
	open(file: string): Promise<Page>;
	/** Opens any other page in a tab. */
	visit(url: string): Promise<Page>;
	/** Closes it and lets go: whoever is attached to Chromium keeps a worker alive. */
	leave(page: Page): Promise<void>;
	comeBack(): Promise<void>;
	/** What the toolbar icon says. Looks without waking a worker where the browser lets one. */
	badge(): Promise<string>;
	/** Stops every process of the browser, as a machine that sleeps does. */
	freeze(): void;
	thaw(): void;
	/** Quits as a person does it: what is to be on the disk is there then. Leaves the profile. */
	quit(): Promise<void>;
	close(): Promise<void>;
};

export async function loneChromium(): Promise<LoneBrowser> {
	const profile = await mkdtemp(join(tmpdir(), "mayfly-profile-"));
	// By a port and not by a pipe: a pipe can't be let go.
	let browser = await launch({
		executablePath: requireBrowser("chromium"),
		headless: true,
		enableExtensions: true,
		userDataDir: profile,
		args: [
			...chromiumArgs,
			"--disable-features=DisableLoadExtensionCommandLineSwitch",
			`--load-extension=${join(root, ".output", "chrome-mv3")}`,
		],
	});
	const started = browser;
	const browserWSEndpoint = browser.wsEndpoint();
	const worker = await browser.waitForTarget((t) => t.type() === "service_worker" && t.url().endsWith("background.js"));
	const origin = `chrome-extension://${new URL(worker.url()).host}`;
	const comeBack = async () => {
		if (!browser.connected) browser = await connect({ browserWSEndpoint });
	};
	const open = (file: string) => openIn(browser, `${origin}/${file}`);
	const quit = async () => {
		await comeBack();
		await browser.close();
	};
	return {
		profile,
		open,
		visit: (url) => visitIn(browser, url),
		async leave(page) {
			await page.goto("about:blank");
			await browser.disconnect();
		},
		comeBack,
		// A page with no script of its own neither wakes the worker nor holds it.
		badge: async () => badgeOn(await open("manifest.json")),
		...sleeping(started),
		...ending(started, profile, quit),
	};
}

/** The extension is in the profile for good, as one that was installed: Firefox holds a temporary one differently. */
export async function loneFirefox(): Promise<LoneBrowser> {
	const profile = await mkdtemp(join(tmpdir(), "mayfly-profile-"));
	await cp(join(root, ".output", "firefox-mv3"), join(profile, "extensions", geckoId), { recursive: true });
	const { extraPrefsFirefox, ...options } = firefoxOptions();
	const browser = await launch({
		...options,
		headless: true,
		userDataDir: profile,
		extraPrefsFirefox: {
			...extraPrefsFirefox,
			"xpinstall.signatures.required": false,
			"extensions.autoDisableScopes": 0,
			"extensions.startupScanScopes": 15,
		},
	});
	const open = (file: string) => openIn(browser, `moz-extension://${uuid}/${file}`);
	return {
		profile,
		open,
		visit: (url) => visitIn(browser, url),
		// WebDriver is at home in the pages and does not hold the background.
		leave: (page) => page.close(),
		comeBack: () => Promise.resolve(),
		badge: async () => badgeOn(await open("options.html")),
		...sleeping(browser),
		...ending(browser, profile, () => browser.close()),
	};
}

async function openIn(browser: Browser, url: string): Promise<Page> {
	const page = await browser.newPage();
	// Firefox never tells WebDriver that a page of an extension is loaded.
	page.goto(url).catch(() => {});
	const isThere = () => location.protocol.endsWith("-extension:") && document.readyState === "complete";
	for (const until = Date.now() + 30_000; Date.now() < until; ) {
		// In between two documents there is nothing to ask.
		if (await page.evaluate(isThere).catch(() => false)) return page;
		await new Promise((next) => setTimeout(next, 100));
	}
	throw new Error(`${url} did not open`);
}

async function visitIn(browser: Browser, url: string): Promise<Page> {
	const page = await browser.newPage();
	await page.goto(url);
	return page;
}

/** @param started the browser as it was launched: who came back to it does not know of its process */
function ending(started: Browser, profile: string, end: () => Promise<void>): Pick<LoneBrowser, "quit" | "close"> {
	const browser = started.process();
	async function quit(): Promise<void> {
		if (browser === null || browser.exitCode !== null || browser.signalCode !== null) return;
		const exited = once(browser, "exit");
		await end();
		await exited;
	}
	return {
		quit,
		async close() {
			await quit();
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

async function badgeOn(page: Page): Promise<string> {
	const text = await page.evaluate(() => chrome.action.getBadgeText({}));
	await page.close();
	return text;
}

function sleeping(browser: Browser): Pick<LoneBrowser, "freeze" | "thaw"> {
	const first = browser.process()?.pid;
	if (first === undefined) throw new Error("the browser has no process of ours");
	let frozen: number[] = [];
	return {
		freeze() {
			frozen = processesUnder(first);
			for (const pid of frozen) process.kill(pid, "SIGSTOP");
		},
		thaw() {
			for (const pid of frozen) process.kill(pid, "SIGCONT");
		},
	};
}

/** The process and all that came of it. */
function processesUnder(first: number): number[] {
	const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
	const parents = table
		.trim()
		.split("\n")
		.map((line) => line.trim().split(/\s+/).map(Number));
	const found = [first];
	for (const parent of found) {
		for (const [pid = 0, ppid] of parents) if (ppid === parent) found.push(pid);
	}
	return found;
}

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Redis } from "ioredis";
import type { Page } from "puppeteer-core";
import { nodeArgs, root } from "../../.config/tasks/steps.ts";
import { freePort, startRedis } from "../../backend/tests/redis-server.ts";
import type { Settings } from "../ui/platform.ts";
import { ChromiumWithExtension } from "./chromium-browser.ts";
import type { ExtensionBrowser, LaunchOptions } from "./extension-browser.ts";
import { FirefoxWithExtension } from "./firefox-browser.ts";
import { type Network, openNetwork } from "./network.ts";
import { launchTested } from "./tested-browser.ts";

/**
 * Everything that is real, at once: redis-server, the backend in a process of its own, a network that can be
 * cut between it and the extension, and a browser with the extension and pages of guests beside it.
 */
export type World<Browser extends ExtensionBrowser = ExtensionBrowser> = {
	browser: Browser;
	/** The way from the extension to the server; guests may come by {@link World.direct}. */
	network: Network;
	/** The same link, by a way that is never cut. */
	direct(link: string): string;
	/** Presses the toolbar icon. */
	popup(): Promise<Page>;
	/** The side panel, once it is open. */
	panel(): Promise<Page>;
	/** Opens a link as somebody without the extension, cookies and storage of their own. */
	guest(link: string): Promise<Page>;
	settings(change: Partial<Settings>): Promise<void>;
	/** Waits until the toolbar badge says this. */
	badge(text: string | RegExp): Promise<void>;
	/** The room's Redis itself, for looking at and moving what is there. */
	redis: Redis;
	redisKeys(): Promise<string[]>;
	/** Every key and value in Redis, as text. */
	redisDump(): Promise<string>;
	/** All that the extension holds in storage, as text. */
	storedByExtension(): Promise<string>;
	/** All that the server has printed. */
	serverLog(): string;
	/** Between two tests: closes pages and rooms, mends the network, forgets settings. */
	tidy(): Promise<void>;
	close(): Promise<void>;
};

export type ChromiumWorld = World<ChromiumWithExtension>;

async function startBackend(
	redisUrl: string,
	settings: NodeJS.ProcessEnv,
): Promise<{ port: number; log(): string; stop(): void }> {
	const port = await freePort();
	const child: ChildProcess = spawn(process.execPath, [...nodeArgs, join("backend", "serve", "node.ts")], {
		cwd: root,
		env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", REDIS_URL: redisUrl, ...settings },
	});
	let log = "";
	for (const output of [child.stdout, child.stderr]) {
		output?.on("data", (chunk) => {
			log += chunk;
		});
	}
	for (const until = Date.now() + 60_000; Date.now() < until; ) {
		const up = await fetch(`http://127.0.0.1:${port}/healthz`).then(
			(response) => response.ok,
			() => false,
		);
		if (up) return { port, log: () => log, stop: () => child.kill() };
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`the backend did not start: ${log}`);
}

type WorldOptions = {
	/** The optional permissions are given. */
	allAllowed?: boolean;
	/** More of the backend's environment. */
	serverSettings?: NodeJS.ProcessEnv;
	/** The X display on which the browser shows itself; without it nobody sees it. */
	display?: string;
};

/** Opens the world with the browser of this run of the tests; {@link World.close} it at the end. */
export function openWorld(options?: WorldOptions): Promise<World> {
	return openWorldWith(launchTested, options);
}

/** Opens the world with Chromium in it, for what is to be seen there alone. */
export function openChromiumWorld(options?: WorldOptions): Promise<ChromiumWorld> {
	return openWorldWith(ChromiumWithExtension.launch, options);
}

/** Opens the world with Firefox in it, for what is to be seen there alone. */
export function openFirefoxWorld(options?: WorldOptions): Promise<World<FirefoxWithExtension>> {
	return openWorldWith(FirefoxWithExtension.launch, options);
}

async function openWorldWith<Browser extends ExtensionBrowser>(
	launch: (server: string, options: LaunchOptions) => Promise<Browser>,
	{ allAllowed = false, serverSettings = {}, display }: WorldOptions = {},
): Promise<World<Browser>> {
	const redisServer = await startRedis();
	const redis = redisServer.admin;
	const backend = await startBackend(redisServer.url, serverSettings);
	const network = await openNetwork(backend.port);
	const browser = await launch(network.origin, { allAllowed, display });
	const tab = await browser.browser.newPage();
	await tab.goto("about:blank");

	const settings = (change: Partial<Settings>) =>
		browser.inPage((next) => chrome.storage.local.set({ settings: next }), { server: network.origin, ...change });

	return {
		browser,
		network,
		direct: (link) => link.replace(network.origin, `http://127.0.0.1:${backend.port}`),
		popup: () => browser.popup(tab),
		panel: () => browser.panel(),
		async guest(link) {
			const page = await browser.stranger();
			await page.goto(link);
			return page;
		},
		settings,
		async badge(wanted) {
			const says = () => browser.inPage(() => chrome.action.getBadgeText({}));
			const until = Date.now() + 15_000;
			let text = await says();
			while (!(typeof wanted === "string" ? text === wanted : wanted.test(text))) {
				if (Date.now() > until) throw new Error(`the badge says "${text}", not ${wanted}`);
				text = await says();
			}
		},
		redis,
		redisKeys: () => redis.keys("*"),
		async redisDump() {
			const keys = await redis.keys("*");
			const values = await Promise.all(
				keys.map(async (key) => {
					const type = await redis.type(key);
					if (type === "stream") return redis.xrange(key, "-", "+");
					if (type === "hash") return redis.hgetall(key);
					if (type === "zset") return redis.zrange(key, "0", "-1");
					if (type === "set") return redis.smembers(key);
					if (type === "list") return redis.lrange(key, 0, -1);
					return redis.get(key);
				}),
			);
			return JSON.stringify([keys, values]);
		},
		storedByExtension: () =>
			browser.inPage(async () =>
				JSON.stringify([await chrome.storage.session.get(null), await chrome.storage.local.get(null)]),
			),
		serverLog: backend.log,
		async tidy() {
			network.mend();
			await browser.closePages();
			const forget = () =>
				browser.inPage(async () => {
					await chrome.storage.session.clear();
					await chrome.storage.local.clear();
				});
			await forget();
			// A worker that starts anew finds no rooms: the memory of the one before goes with it.
			await browser.killWorker();
			await forget();
			await settings({});
			await redis.flushall();
		},
		async close() {
			await browser.close();
			await network.close();
			backend.stop();
			await redisServer.close();
		},
	};
}

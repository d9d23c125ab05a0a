import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { build } from "vite";
import { press } from "../../extension/e2e/roles.ts";
import { type ChromiumWorld, openChromiumWorld } from "../../extension/e2e/world.ts";
import { median } from "./ratios.ts";
import { printPart } from "./report.ts";
import type { Effort } from "./rounds.ts";

/** Fresh loads of each surface: for five rounds, and for fewer. */
const loadsOf = ({ rounds }: Effort) => (rounds < 5 ? 3 : 9);

/** ms from the start of the navigation. */
type Startup = { paint: number; usable: number };

/** What makes a page usable: one of these is there and not off. */
const usable = "button.lit:not([aria-disabled='true']), textarea";

/** Loads the address anew in a page of its own, and takes the two times from the page's own clock. */
async function load(world: ChromiumWorld, url: string, fresh: boolean): Promise<Startup> {
	const context = fresh ? await world.browser.browser.createBrowserContext() : world.browser.browser;
	const page: Page = await context.newPage();
	try {
		await page.evaluateOnNewDocument((selector) => {
			const look = () => {
				if (!document.querySelector(selector)) return;
				(window as unknown as { usableAt: number }).usableAt = performance.now();
				watcher.disconnect();
			};
			const watcher = new MutationObserver(look);
			watcher.observe(document, { subtree: true, childList: true, attributes: true });
		}, usable);
		await page.goto(url);
		await page.bringToFront();
		const read = () =>
			page.evaluate(() => ({
				paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
				usable: (window as unknown as { usableAt?: number }).usableAt ?? null,
			}));
		for (const until = Date.now() + 15_000; Date.now() < until; await new Promise((next) => setTimeout(next, 50))) {
			const { paint, usable: usableAt } = await read();
			if (paint !== null && usableAt !== null) return { paint, usable: usableAt };
		}
		throw new Error(`${url} did not become usable: ${JSON.stringify(await read())}`);
	} finally {
		await (fresh ? context.close() : page.close());
	}
}

/** React and one button, built as our pages are: what any page of ours must cost. */
async function openBarePage(): Promise<{ url: string; close(): void }> {
	const folder = join(import.meta.dirname, "bare-page");
	const built = await build({
		root: folder,
		configFile: false,
		logLevel: "warn",
		build: { write: false, modulePreload: { polyfill: false } },
	});
	if (Array.isArray(built) || !("output" in built)) throw new Error("the bare page was not built");
	const files = new Map(
		built.output.map((file) => [`/${file.fileName}`, file.type === "chunk" ? file.code : file.source]),
	);
	files.set("/", files.get("/index.html") ?? (await readFile(join(folder, "index.html"))));
	const server = createServer((request, response) => {
		const path = request.url ?? "";
		response.setHeader("content-type", path.endsWith(".js") ? "text/javascript" : "text/html");
		response.end(files.get(path));
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		close: () => server.close(),
	};
}

/** Start of the navigation → first paint and → usable, of every surface, in a real Chromium; printed as medians. */
export async function benchStartup(effort: Effort): Promise<void> {
	const loads = loadsOf(effort);
	const rows: string[][] = [];
	const bare = await openBarePage();
	const world = await openChromiumWorld();
	const extension = `chrome-extension://${world.browser.extensionId}`;

	async function measure(name: string, url: string, options: { fresh?: boolean; before?(): Promise<void> } = {}) {
		const times: Startup[] = [];
		for (let at = 0; at < loads; at++) {
			await options.before?.();
			times.push(await load(world, url, options.fresh ?? false));
		}
		const [paint, usableAt] = [median(times.map((time) => time.paint)), median(times.map((time) => time.usable))];
		const worst = Math.max(...times.map((time) => time.usable));
		rows.push([name, ...[paint, usableAt, worst].map((ms) => ms.toFixed(0))]);
	}

	await measure("React and one button", bare.url, { fresh: true });
	await measure("guest page, nothing cached", `${world.network.origin}/`, { fresh: true });
	await measure("popup", `${extension}/popup.html`);
	await measure("popup, background asleep", `${extension}/popup.html`, { before: () => world.browser.killWorker() });
	await measure("side panel, no room", `${extension}/sidepanel.html`);
	const popup = await world.popup();
	await press(popup, "button", "Start a room");
	await press(popup, "button", "Open in side panel");
	await world.panel();
	await measure("side panel, in a room", `${extension}/sidepanel.html`);
	const head = ["ms", "first paint", "usable", "worst usable"];
	printPart("`startup`: from the start of a navigation to first paint and to usable", head, rows);
	await world.close();
	bare.close();
}

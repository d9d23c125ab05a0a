import type { CDPSession, Page } from "puppeteer-core";
import type { ChromiumWorld } from "../../../extension/e2e/world.ts";

/** What a page notes about its own start, ms of its `performance.now()`; null until it happened. */
export type Noted = { startedAt: number; usableAt: number | null; shownAt: number | null; pressedAt: number | null };

declare global {
	interface Window {
		noted?: Noted;
	}
}

/**
 * Runs in a page before anything of its document does. Usable: the button to press next is there and on, or the message
 * box is there, the talk is whole and its last message is in sight. Shown: the frame with that is painted.
 */
function note(): void {
	const noted: Noted = { startedAt: performance.now(), usableAt: null, shownAt: null, pressedAt: null };
	window.noted = noted;
	addEventListener("click", ({ timeStamp }) => (noted.pressedAt = timeStamp), { capture: true });

	const isRoomUsable = () => {
		const log = document.querySelector('[role="log"][aria-busy="false"]');
		if (!log || !document.querySelector("textarea:enabled")) return false;
		const last = [...log.querySelectorAll("article")].at(-1);
		return !last || last.getBoundingClientRect().bottom <= log.getBoundingClientRect().bottom + 1;
	};
	const look = () => {
		if (!document.querySelector("button.lit.big:not([aria-disabled='true'])") && !isRoomUsable()) return;
		watcher.disconnect();
		removeEventListener("scroll", look, { capture: true });
		noted.usableAt = performance.now();
		requestAnimationFrame(() => {
			const painted = new MessageChannel();
			painted.port1.onmessage = () => (noted.shownAt = performance.now());
			painted.port2.postMessage(null);
		});
	};
	const watcher = new MutationObserver(look);
	watcher.observe(document, { subtree: true, childList: true, attributes: true });
	// The log may reach its end after its last change.
	addEventListener("scroll", look, { capture: true });
}

const noteScript = `(${note})()`;

/** From now on every page that opens, a real popup or panel too, notes its start. */
export async function noteEveryStart({ browser }: ChromiumWorld): Promise<void> {
	const watch = await browser.browser.target().createCDPSession();
	watch.on("Target.attachedToTarget", ({ sessionId, waitingForDebugger }) => {
		const session = watch.connection()?.session(sessionId);
		if (session && waitingForDebugger) void prepare(session);
	});
	await watch.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
}

async function prepare(session: CDPSession): Promise<void> {
	// A worker has no page: it is let go on as it is.
	await session.send("Page.enable").catch(() => {});
	await session.send("Page.addScriptToEvaluateOnNewDocument", { source: noteScript }).catch(() => {});
	await session.send("Runtime.runIfWaitingForDebugger").catch(() => {});
}

/** How a page started: ms from the start of its document. `origin`: that start, ms since 1970. */
export type Start = { origin: number; paint: number; usable: number; shown: number };

/** Waits until the page has started, at most 30 s. */
export async function startOf(page: Page): Promise<Start> {
	const read = () =>
		page.evaluate(() => {
			const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
			return { noted: window.noted, paint, timeOrigin: performance.timeOrigin };
		});
	let last: unknown;
	for (const until = Date.now() + 30_000; Date.now() < until; await new Promise((next) => setTimeout(next, 40))) {
		const { noted, paint, timeOrigin } = await read();
		last = { noted, paint };
		if (!noted || noted.usableAt === null || noted.shownAt === null || paint === undefined) continue;
		const since = (ms: number) => ms - noted.startedAt;
		return {
			origin: timeOrigin + noted.startedAt,
			paint: since(paint),
			usable: since(noted.usableAt),
			shown: since(noted.shownAt),
		};
	}
	throw new Error(`${page.url()} did not become usable: ${JSON.stringify(last)}`);
}

/** When an element is there, and its frame painted: ms of the page's `performance.now()`. Ask before the press that brings it. */
export function whenThere(page: Page, selector: string): Promise<number> {
	return page.evaluate(
		(wanted) =>
			new Promise<number>((resolve) => {
				const look = () => {
					if (!document.querySelector(wanted)) return;
					watcher.disconnect();
					requestAnimationFrame(() => {
						const painted = new MessageChannel();
						painted.port1.onmessage = () => resolve(performance.now());
						painted.port2.postMessage(null);
					});
				};
				const watcher = new MutationObserver(look);
				watcher.observe(document, { subtree: true, childList: true, attributes: true });
				look();
			}),
		selector,
	);
}

/** When the page was last pressed, ms of its `performance.now()`. */
export const pressedAt = (page: Page): Promise<number> => page.evaluate(() => window.noted?.pressedAt ?? Number.NaN);

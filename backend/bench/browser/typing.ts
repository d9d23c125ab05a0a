import { setTimeout as wait } from "node:timers/promises";
import type { Page } from "puppeteer-core";
import { percentile } from "../ratios.ts";
import { times, verdict } from "../report.ts";
import type { Talk } from "./rooms.ts";
import { workOf } from "./work.ts";

/** What typing cost, ms: from the key to the painted frame, and the main thread's work for a key, its CPU time. */
export type Typed = { p50: number; p95: number; work: number };

declare global {
	interface Window {
		keyDelays?: number[];
	}
}

/** Between two keys, ms; every tenth time long enough for the draft to be saved. */
const [gapMs, restMs] = [70, 400];
/** Between two messages that arrive, ms: more than a frame, so that each is one of its own. */
const messageGapMs = 30;

/** Types into the page's text box. */
export async function type(page: Page, keys: number): Promise<Typed> {
	await page.bringToFront();
	await page.focus("textarea");
	await page.evaluate(() => {
		const delays: number[] = [];
		window.keyDelays = delays;
		const box = document.querySelector("textarea");
		if (!box || box.dataset.timed) return;
		box.dataset.timed = "yes";
		box.addEventListener("keydown", ({ timeStamp }) => {
			requestAnimationFrame(() => {
				const painted = new MessageChannel();
				painted.port1.onmessage = () => window.keyDelays?.push(performance.now() - timeStamp);
				painted.port2.postMessage(null);
			});
		});
	});
	const work = await workOf(page, async () => {
		for (let at = 0; at < keys; at++) {
			await page.keyboard.press(at % 6 === 5 ? "Space" : "e");
			await wait(at % 10 === 9 ? restMs : gapMs);
		}
	});
	const delays = await page.evaluate(() => window.keyDelays ?? []);
	// What was typed goes, so that the next one starts with an empty box.
	await page.$eval("textarea", (box) => box.select());
	await page.keyboard.press("Backspace");
	await wait(restMs);
	return { p50: percentile(delays, 0.5), p95: percentile(delays, 0.95), work: work / keys };
}

/** The same while messages arrive. Its work is theirs, too. */
export async function typeAmongMessages(page: Page, talk: Talk, keys: number): Promise<Typed> {
	let isTyping = true;
	const talking = (async () => {
		while (isTyping) {
			await talk.say();
			await wait(messageGapMs);
		}
	})();
	const typed = await type(page, keys);
	isTyping = false;
	await talking;
	return typed;
}

/** The main thread's work for a message that arrives, ms of its CPU time. */
export async function workOfArriving(page: Page, talk: Talk, messages: number): Promise<number> {
	await page.bringToFront();
	const work = await workOf(page, async () => {
		for (let at = 0; at < messages; at++) {
			await talk.say();
			await wait(messageGapMs);
		}
		await talk.isReadIn(page);
	});
	return work / messages;
}

export const typingHead = ["ms", "key → frame, p50", "p95", "work a key", "beside the bare page", "target"];

export function typingRow(name: string, typed: Typed, bare: Typed, most?: number): string[] {
	const cells = [typed.p50, typed.p95, typed.work].map((value) => value.toFixed(1));
	const goal = most === undefined ? "–" : verdict(typed.p50, { most }, " ms");
	return [name, ...cells, times(typed.work / bare.work), goal];
}

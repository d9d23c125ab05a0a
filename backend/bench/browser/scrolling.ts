import type { Page } from "puppeteer-core";
import { percentile } from "../ratios.ts";
import { verdict } from "../report.ts";
import { workOf } from "./work.ts";

const frameMs = 1000 / 60;
/** A fast flick: so many px a frame. */
const stepPx = 250;

export const scrollingHead = [
	"",
	"frames",
	"dropped",
	"a frame, p95 ms",
	"the worst, ms",
	"work a frame, ms",
	"dropped: target",
];

/** A page with nothing but that many paragraphs of a message's length, in the box of a panel's log: the yardstick. */
export function barePage(paragraphs: number): string {
	const text = "A message of the usual length, which takes two lines of a narrow panel.";
	const all = Array.from({ length: paragraphs }, (_, at) => `<p>${at} ${text}</p>`).join("");
	return `<div role="log" style="width:360px;height:480px;overflow:auto">${all}</div>`;
}

/** Scrolls the log from its end to its first message, a step a frame: a row. */
export async function scrollingRow(page: Page, name: string, most?: number): Promise<string[]> {
	await page.bringToFront();
	const gaps: number[] = [];
	const work = await workOf(page, async () => {
		await page.$eval('[role="log"]', (log) => {
			log.scrollTop = log.scrollHeight;
		});
		// In pieces: on a busy machine the whole way takes longer than a browser's answer may.
		for (let isAtTop = false; !isAtTop; ) {
			const piece = await page.evaluate(scroll, stepPx);
			gaps.push(...piece.gaps);
			isAtTop = piece.isAtTop;
		}
	});
	// What there had been more at 60 Hz.
	const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frameMs) - 1), 0);
	return [
		...[name, gaps.length.toString(), dropped.toString()],
		...[percentile(gaps, 0.95), Math.max(...gaps), work / gaps.length].map((value) => value.toFixed(1)),
		most === undefined ? "–" : verdict(dropped, { most }, ""),
	];
}

/** Runs in the page: some frames of the way up; resolves to the ms of each, and whether the first message is reached. */
async function scroll(step: number): Promise<{ gaps: number[]; isAtTop: boolean }> {
	const log = document.querySelector('[role="log"]');
	if (!log) throw new Error("there is no log");
	const frame = () => new Promise<number>((next) => requestAnimationFrame(next));
	const gaps: number[] = [];
	// The way grows as older rows are drawn: at the top for a whole piece is the first message.
	let isAtTop = true;
	let last = await frame();
	for (let at = 0; at < 30; at++) {
		log.scrollTop -= step;
		const now = await frame();
		gaps.push(now - last);
		last = now;
		isAtTop &&= log.scrollTop <= 1;
	}
	return { gaps, isAtTop };
}

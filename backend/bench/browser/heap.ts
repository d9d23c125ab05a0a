import type { CDPSession, Page } from "puppeteer-core";
import type { ChromiumWorld } from "../../../extension/e2e/world.ts";

async function heapOf(session: CDPSession): Promise<number> {
	for (let at = 0; at < 2; at++) await session.send("HeapProfiler.collectGarbage");
	const { usedSize } = await session.send("Runtime.getHeapUsage");
	await session.detach();
	return usedSize;
}

/** Bytes of JavaScript's heap that a page holds, garbage collected. */
export const pageHeap = async (page: Page): Promise<number> => heapOf(await page.createCDPSession());

/** The same of the background. */
export async function backgroundHeap({ browser }: ChromiumWorld): Promise<number> {
	const target = await browser.browser.waitForTarget(
		(candidate) => candidate.type() === "service_worker" && candidate.url().endsWith("background.js"),
	);
	return heapOf(await target.createCDPSession());
}

export const heapHead = ["MB", "background", "panel"];

export const heapRow = (name: string, background: number, panel: number | null): string[] => [
	name,
	...[background, panel].map((bytes) => (bytes === null ? "–" : (bytes / 1e6).toFixed(2))),
];

import type { Page } from "puppeteer-core";
import type { ChromiumWorld } from "../../../extension/e2e/world.ts";
import { percentile } from "../ratios.ts";
import { verdict } from "../report.ts";
import { startOf } from "./clock.ts";

const ms = (value: number) => value.toFixed(0);

export const openingHead = ["from the start of the panel's document, ms", "first paint", "usable", "p95", "target"];

/**
 * Loads the real panel's document anew, round by round, until its last message is shown and the box can be written in.
 * @param options `asleep`: the background was killed before, and brings the talk back from the server
 */
export async function openingRow(
	world: ChromiumWorld,
	panel: Page,
	options: { name: string; rounds: number; asleep?: boolean; most?: number },
): Promise<string[]> {
	const { name, rounds, asleep = false, most } = options;
	const paints: number[] = [];
	const shown: number[] = [];
	for (let at = 0; at < rounds; at++) {
		if (asleep) await world.browser.killWorker();
		await panel.bringToFront();
		await panel.reload();
		const start = await startOf(panel);
		paints.push(start.paint);
		shown.push(start.shown);
	}
	const p50 = percentile(shown, 0.5);
	return [
		name,
		...[percentile(paints, 0.5), p50, percentile(shown, 0.95)].map(ms),
		most === undefined ? "–" : verdict(p50, { most }, " ms"),
	];
}

import { press } from "../../../extension/e2e/roles.ts";
import type { ChromiumWorld } from "../../../extension/e2e/world.ts";
import { percentile } from "../ratios.ts";
import { printPart, verdict } from "../report.ts";
import { pressedAt, startOf, whenThere } from "./clock.ts";

/** One way from the toolbar into a live room, ms. */
type Round = {
	paint: number;
	interactive: number;
	/** From the press of Start to the link. */
	link: number;
	/** From the start of the popup's document to the link, had it been pressed the moment it could. */
	toLink: number;
	/** From the press that opens the panel to a message box that is painted. */
	panel: number;
	panelPaint: number;
	panelUsable: number;
};

async function once(world: ChromiumWorld): Promise<Round> {
	const popup = await world.popup();
	const start = await startOf(popup);
	const shown = whenThere(popup, "input[readonly]");
	await press(popup, "button", "Start a room");
	const link = (await shown) - (await pressedAt(popup));
	// The popup closes with the press: what it says of it must be heard before.
	const pressed = popup.evaluate(
		() =>
			new Promise<number>((resolve) => {
				addEventListener("click", ({ timeStamp }) => resolve(performance.timeOrigin + timeStamp), { capture: true });
			}),
	);
	await press(popup, "button", "Open in side panel");
	const pressedSince1970 = await pressed;
	const panel = await world.panel();
	const opened = await startOf(panel);
	return {
		paint: start.paint,
		interactive: start.usable,
		link,
		toLink: start.usable + link,
		panel: opened.origin + opened.shown - pressedSince1970,
		panelPaint: opened.paint,
		panelUsable: opened.shown,
	};
}

const ms = (value: number) => value.toFixed(0);

/** The real popup, opened anew each time, up to a live room in the real panel; printed. */
export async function benchPopup(world: ChromiumWorld, rounds: number): Promise<void> {
	const taken: Round[] = [];
	for (let at = 0; at < rounds; at++) {
		taken.push(await once(world));
		await world.tidy();
	}
	const row = (name: string, part: keyof Round, most?: number) => {
		const values = taken.map((round) => round[part]);
		const [p50, p95] = [percentile(values, 0.5), percentile(values, 0.95)];
		return [name, ms(p50), ms(p95), most === undefined ? "–" : verdict(p50, { most }, " ms")];
	};
	printPart(
		"`browser`: from the toolbar to a live room",
		["ms", "p50", "p95", "target"],
		[
			row("popup's document starts → first paint", "paint"),
			row("popup's document starts → interactive", "interactive", 100),
			row("Start is pressed → link in the popup", "link"),
			row("popup's document starts → link, pressed at once", "toLink"),
			row("Open in side panel is pressed → message box", "panel"),
			row("panel's document starts → first paint", "panelPaint"),
			row("panel's document starts → message box", "panelUsable"),
		],
	);
}

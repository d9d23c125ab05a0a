import type { Page } from "puppeteer-core";
import { expect, test } from "vitest";
import { misplaced } from "./misplaced.ts";
import { stillScreens } from "./still-screens.ts";

/** In CSS px, what zoom by 200 % leaves: half of a panel or page, and of a popup, which grows up to 600 px, half its height. */
const popup = { width: 360, height: 300 };
const panel = { width: 180, height: 360 };
const page = { width: 640, height: 400 };
const views = {
	...{ "popup-empty": popup, "popup-created": popup, "popup-rooms": popup, "popup-error": popup },
	...{ "panel-live": panel, "panel-outbox": panel, "panel-offline": panel, "panel-rich": panel },
	...{ "panel-share-page": panel, "panel-people": panel, "panel-rooms": panel, "panel-destroy": panel },
	...{ "panel-last-minute": panel, "panel-join": panel, "ended-destroyed": panel },
	...{ options: page, "web-join": page, "web-live": page, "web-ended": page },
};

const screens = stillScreens();

/** Controls that no scrolling brings to where they can be pressed. */
const outOfReach = (shown: Page): Promise<string[]> =>
	shown.$$eval("button, input, select, textarea, a[href]", (controls) =>
		controls.flatMap((control) => {
			if (!control.checkVisibility() || control.closest("[inert], .hidden-visually, [aria-hidden=true]")) return [];
			// A radio or a switch is drawn by its label.
			const drawn = control.closest("label") ?? control;
			drawn.scrollIntoView({ block: "center", inline: "center" });
			const { x, y, width, height } = drawn.getBoundingClientRect();
			const hit = document.elementFromPoint(x + width / 2, y + height / 2);
			const isThere = hit !== null && (drawn.contains(hit) || hit.contains(drawn));
			return isThere ? [] : [`${control.tagName} ${control.getAttribute("aria-label") ?? control.textContent}`];
		}),
	);

test.each(Object.entries(views))("at 200 % zoom all of %s fits and can be reached", async (name, view) => {
	const shown = await screens.open(name);
	await shown.setViewport({ ...view, deviceScaleFactor: 2 });
	expect(await misplaced(shown)).toEqual([]);
	expect(await outOfReach(shown)).toEqual([]);
});

test("at 200 % zoom there is still room for the talk", async () => {
	const shown = await screens.open("panel-live");
	await shown.setViewport({ ...panel, deviceScaleFactor: 2 });
	const lines = await shown.$eval(
		'[role="log"]',
		(log) => log.clientHeight / Number.parseFloat(getComputedStyle(log).lineHeight),
	);
	expect(lines).toBeGreaterThan(6);
});

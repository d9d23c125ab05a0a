import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gallery, openGallery } from "../ui/testing/open-gallery.ts";
import { requireBrowser } from "./browsers.ts";

/** Where the system paints all grounds alike, nothing is told by a ground alone. */
let gallery: Gallery;
beforeAll(async () => {
	gallery = await openGallery(requireBrowser("chromium"));
});
afterAll(() => gallery.close());

async function openForced(screen: string): Promise<Page> {
	const { page } = await gallery.open(screen, { width: 360 });
	const session = await page.createCDPSession();
	await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
	await page.waitForFunction(() => matchMedia("(forced-colors: active)").matches);
	// A room and Options are loaded by themselves; what stands there until then has no button.
	await page.waitForSelector("button");
	return page;
}

/** The ground of an element's part, as it is painted, and the page's own. */
const groundOf = (page: Page, selector: string, part: string) =>
	page.$eval(
		selector,
		(element, pseudo) => ({
			part: getComputedStyle(element, pseudo).backgroundColor,
			page: getComputedStyle(document.body).backgroundColor,
		}),
		part,
	);

describe("in forced colours", () => {
	test("the line of light stays visible", async () => {
		const page = await openForced("panel-live");
		const { part, page: ground } = await groundOf(page, ".daylight", "::after");
		expect(part).not.toBe(ground);
		await page.close();
	});

	test("my messages have a line that others have not", async () => {
		const page = await openForced("panel-live");
		const borders = (selector: string) =>
			page.$eval(selector, (row) => Number.parseFloat(getComputedStyle(row).borderInlineStartWidth));
		expect(await borders(".message.mine")).toBeGreaterThanOrEqual(2);
		expect(await borders(".message:not(.mine)")).toBe(0);
		await page.close();
	});

	test("the line of “New messages” stays visible", async () => {
		const page = await openForced("panel-unread");
		const { part, page: ground } = await groundOf(page, ".divider", "::before");
		expect(part).not.toBe(ground);
		await page.close();
	});

	test("a switch shows which way it stands", async () => {
		const page = await openForced("options");
		const thumb = await groundOf(page, ".switch", "::after");
		const track = await page.$eval(".switch", (element) => getComputedStyle(element).backgroundColor);
		expect(thumb.part).not.toBe(track);
		await page.close();
	});

	test.each(["popup-empty", "panel-live", "options"])(
		"every control of %s has an edge and a focus ring",
		async (name) => {
			const page = await openForced(name);
			const bare = await page.$$eval("button, textarea, input:not([type=radio]), select", (controls) =>
				controls.flatMap((control) => {
					if (!control.checkVisibility()) return [];
					control.focus({ focusVisible: true } as FocusOptions);
					const { outlineStyle, outlineWidth, borderTopStyle } = getComputedStyle(control);
					const around = getComputedStyle(control.closest(".composer") ?? control);
					const ring = [outlineStyle, around.outlineStyle].some((style) => style !== "none");
					const edge = [borderTopStyle, around.borderTopStyle].some((style) => style !== "none");
					const named = control.getAttribute("aria-label") ?? control.textContent;
					return ring && edge ? [] : [`${control.tagName} ${named}: ${outlineStyle} ${outlineWidth} ${borderTopStyle}`];
				}),
			);
			expect(bare).toEqual([]);
			await page.close();
		},
	);
});

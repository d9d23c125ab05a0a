import axe from "axe-core";
import type { Page } from "puppeteer-core";
import { expect } from "vitest";
import type { ExtensionBrowser } from "./extension-browser.ts";

type Landmark = "banner" | "main" | "complementary";

/**
 * Holds a page as it stands to the accessibility contract in both themes: axe finds nothing, there is one level-1
 * heading, and these landmarks and no others. `modal`: a sheet is open, and hides all else from a screen reader.
 */
export async function audit(
	browser: ExtensionBrowser,
	page: Page,
	what: string,
	landmarks: Landmark[],
	modal = false,
): Promise<void> {
	await page.evaluate(axe.source);
	for (const theme of ["light", "dark"] as const) {
		await browser.wish(page, { theme, reducedMotion: true });
		await page.waitForFunction((wanted) => matchMedia(`(prefers-color-scheme: ${wanted})`).matches, {}, theme);
		expect(await violations(page), `${what}, ${theme}`).toEqual([]);
	}
	await browser.wish(page);
	expect(await page.$$eval("h1", (all) => all.length), `${what}: level-1 headings`).toBe(1);
	// What screen readers are told follows the page a moment later.
	const told = async () => {
		const all = await browser.told(page);
		return {
			landmarks: all
				.map(({ role }) => role)
				.filter((role) => ["banner", "main", "complementary"].includes(role))
				.sort(),
			headings: all.filter(({ role, level }) => role === "heading" && level === 1).length,
		};
	};
	const wanted = modal ? { landmarks: [], headings: 0 } : { landmarks: landmarks.toSorted(), headings: 1 };
	await expect.poll(told, { timeout: 10_000, message: `${what}: landmarks and level-1 headings` }).toEqual(wanted);
}

/** What axe finds, one line a violation. */
function violations(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const { axe } = window as unknown as { axe: typeof import("axe-core") };
		const { violations } = await axe.run(document);
		return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
	});
}

import axe from "axe-core";
import type { Page, SerializedAXNode } from "puppeteer-core";
import { expect } from "vitest";

type Landmark = "banner" | "main" | "complementary";

/**
 * Holds a page as it stands to the accessibility contract in both themes: axe finds nothing, there is one level-1
 * heading, and these landmarks and no others. `modal`: a sheet is open, and hides all else from a screen reader.
 */
export async function audit(page: Page, what: string, landmarks: Landmark[], modal = false): Promise<void> {
	await page.evaluate(axe.source);
	for (const theme of ["light", "dark"]) {
		await page.emulateMediaFeatures([
			{ name: "prefers-color-scheme", value: theme },
			{ name: "prefers-reduced-motion", value: "reduce" },
		]);
		expect(await violations(page), `${what}, ${theme}`).toEqual([]);
	}
	await page.emulateMediaFeatures([]);
	expect(await page.$$eval("h1", (all) => all.length), `${what}: level-1 headings`).toBe(1);
	const tree = flatten(await page.accessibility.snapshot({ interestingOnly: false }));
	const told = tree.map(({ role }) => role).filter((role) => ["banner", "main", "complementary"].includes(role));
	expect(told.toSorted(), `${what}: landmarks`).toEqual(modal ? [] : landmarks.toSorted());
	const headings = tree.filter(({ role, level }) => role === "heading" && level === 1);
	expect(headings, `${what}: level-1 headings that are told`).toHaveLength(modal ? 0 : 1);
}

/** What axe finds, one line a violation. */
function violations(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const { axe } = window as unknown as { axe: typeof import("axe-core") };
		const { violations } = await axe.run(document);
		return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
	});
}

function flatten(node: SerializedAXNode | null): SerializedAXNode[] {
	return node ? [node, ...(node.children ?? []).flatMap(flatten)] : [];
}

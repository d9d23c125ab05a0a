import type { Page } from "puppeteer-core";

/**
 * What does not fit on the page as it stands, one line each: what reaches beyond the page or its surface, words that
 * their box cuts off (but for those that end in an ellipsis by design), controls and headings that lie over each other.
 */
export function misplaced(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const nameOf = (element: Element) => {
			const words = element.getAttribute("aria-label") ?? element.textContent ?? "";
			return `${element.tagName.toLowerCase()} "${words.trim().slice(0, 40)}"`;
		};
		const wide = [document.documentElement, ...document.querySelectorAll(".surface")]
			.filter((element) => element.scrollWidth > element.clientWidth)
			.map((element) => `${element.tagName}.${element.className} is ${element.scrollWidth} px wide`);

		const isShown = (element: Element) => element.checkVisibility() && !element.closest("[inert], .hidden-visually");
		const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter(isShown);
		const cut = all("button, button span, label, h1, h2, p, option, .meta, .name, .who")
			.filter((element) => element.textContent !== "" && element.clientWidth > 0)
			.filter((element) => element.scrollWidth > element.clientWidth + 1)
			.filter((element) => getComputedStyle(element).textOverflow !== "ellipsis")
			.map((element) => `${nameOf(element)} is cut off`);

		/** The part of a box that nothing around it clips. */
		const boxOf = (element: HTMLElement) => {
			let { left, top, right, bottom } = element.getBoundingClientRect();
			for (let around = element.parentElement; around; around = around.parentElement) {
				if (getComputedStyle(around).overflow === "visible") continue;
				const clip = around.getBoundingClientRect();
				left = Math.max(left, clip.left);
				top = Math.max(top, clip.top);
				right = Math.min(right, clip.right);
				bottom = Math.min(bottom, clip.bottom);
			}
			return { element, left, top, right, bottom };
		};
		// The pill floats over the messages by design.
		const boxes = all("button, input, select, textarea, a, h1, h2, .time, .notice, .event, .state")
			.filter((element) => !element.closest(".pill-slot"))
			.map(boxOf);
		const overlapping = boxes.flatMap((one, at) =>
			boxes
				.slice(at + 1)
				.filter(({ element }) => !one.element.contains(element) && !element.contains(one.element))
				.filter(
					(other) =>
						Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
						Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1,
				)
				.map(({ element }) => `${nameOf(one.element)} lies over ${nameOf(element)}`),
		);
		return [...wide, ...cut, ...overlapping];
	});
}

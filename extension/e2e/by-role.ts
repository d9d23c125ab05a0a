import type { ElementHandle, Page } from "puppeteer-core";

/**
 * Every control of this role and name that is told to screen readers. Chromium answers from what it tells them itself.
 * Firefox's WebDriver would too, but builds that for the whole page, element by element, and stops the page from drawing
 * meanwhile: there it is worked out in the page. What Firefox itself tells is looked at in the tests of accessibility.
 */
export async function allByRole(page: Page, role: string, name: string): Promise<ElementHandle[]> {
	const isFirefox = (await page.browser().version()).startsWith("firefox");
	// Chromium's own word for the role "img" is "image".
	if (!isFirefox) return page.$$(`::-p-aria([name="${name}"][role="${role === "img" ? "image" : role}"])`);
	const found = await page.evaluateHandle(search, role, name);
	const handles = [...(await found.getProperties()).values()];
	return handles.flatMap((handle) => (handle.asElement() as ElementHandle | null) ?? []);
}

/** Run in the page. The rules of names and roles, as far as Mayfly's pages need them. */
function search(role: string, name: string): Element[] {
	const native: Record<string, string> = {
		article: "article",
		button: "button, summary",
		combobox: "select",
		dialog: "dialog",
		group: "fieldset",
		heading: "h1, h2, h3, h4",
		img: "img",
		link: "a[href]",
		list: "ul, ol",
		listitem: "li",
		radio: "input[type=radio]",
		separator: "hr",
		status: "output",
		slider: "input[type=range]",
		textbox: "textarea, input:not([type]), input[type=text], input[type=url]",
	};
	const namedByContent = ["button", "heading", "link", "listitem", "menuitem", "radio", "switch"];

	function textOf(node: Node): string {
		if (node instanceof Text) return node.data;
		if (!(node instanceof Element) || !node.checkVisibility() || node.closest("[aria-hidden=true]")) return "";
		const label = node.getAttribute("aria-label") ?? node.getAttribute("alt");
		if (label !== null) return label;
		const text = [...node.childNodes].map(textOf).join("");
		return getComputedStyle(node).display.startsWith("inline") ? text : ` ${text} `;
	}

	function nameOf(element: Element): string {
		const ids = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
		const others = ids.flatMap((id) => document.getElementById(id) ?? []);
		if (others.length > 0) return others.map((other) => textOf(other).trim()).join(" ");
		const label = element.getAttribute("aria-label") ?? element.getAttribute("alt");
		if (label !== null) return label;
		const labels = [...((element as HTMLInputElement).labels ?? element.querySelectorAll(":scope > legend"))];
		if (labels.length > 0) return labels.map(textOf).join(" ");
		return namedByContent.includes(role) ? textOf(element) : "";
	}

	const modal = document.querySelector("dialog:modal");
	const isTold = (element: Element) =>
		element.checkVisibility() && !element.closest("[aria-hidden=true], [inert]") && (modal?.contains(element) ?? true);
	const said = (text: string) => text.replaceAll(/\s+/g, " ").trim();
	const own = `[role="${role}"]`;
	const selector = native[role] ? `${own}, :is(${native[role]}):not([role])` : own;
	return [...document.querySelectorAll(selector)].filter(
		(element) => isTold(element) && said(nameOf(element)) === said(name),
	);
}

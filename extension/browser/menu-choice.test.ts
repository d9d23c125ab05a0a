import { expect, test } from "vitest";
import { foundBy, isMenuItem } from "./menu-choice.ts";

const tab = { url: "https://a.example/now", title: "A" };

test("a page is the one the tab shows; where the browser does not tell it, the one that was pressed on", () => {
	expect(foundBy("page", { pageUrl: "https://a.example/before" }, tab)).toEqual({ what: "page", ...tab });
	expect(foundBy("page", { pageUrl: "https://a.example/before" })).toMatchObject({ url: "https://a.example/before" });
	expect(foundBy("page", {})).toMatchObject({ url: undefined });
});

test("words in a frame lead into that frame, if it has an address", () => {
	const of = (frameUrl?: string) => foundBy("selection", { frameUrl, selectionText: "words" }, tab);
	expect(of("https://frame.example/")).toEqual({
		what: "selection",
		url: "https://frame.example/",
		title: "A",
		text: "words",
	});
	for (const frameUrl of ["about:srcdoc", "data:text/html,x", undefined])
		expect(of(frameUrl)).toMatchObject({ url: tab.url });
});

test("a link and an image are what was pressed, never the page around them", () => {
	const info = { linkUrl: "https://b.example/", linkText: "B", srcUrl: "https://c.example/d.png" };
	expect(foundBy("link", info, tab)).toEqual({ what: "link", url: "https://b.example/", text: "B" });
	expect(foundBy("image", info, tab)).toEqual({ what: "image", url: "https://c.example/d.png" });
	expect(foundBy("image", {}, tab)).toMatchObject({ url: undefined });
});

test("an item of another extension's, or of an older version, is none of ours", () => {
	expect(["start", "invite", "page", "selection", "link", "image"].every(isMenuItem)).toBe(true);
	for (const id of ["toString", "other", 1, undefined]) expect(isMenuItem(id)).toBe(false);
});

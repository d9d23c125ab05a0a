import { expect, test } from "vitest";
import { portName, windowOfPort } from "./port-name.ts";

const root = "chrome-extension://abcdefghijklmnopabcdefghijklmnop/";
const name = portName("panel", 12);

test("a page of the extension is heard, for its window", () => {
	for (const page of ["popup.html", "sidepanel.html", "options.html#x"]) {
		expect(windowOfPort({ name, sender: { url: root + page } }, root)).toBe("12");
	}
	expect(windowOfPort({ name: portName("popup", -1), sender: { url: `${root}popup.html` } }, root)).toBe("-1");
});

test("a script in a web page, and whoever does not say where it is, hears nothing of rooms", () => {
	for (const url of [
		...["https://mayfly.example/r/x", "http://127.0.0.1:8787/", "about:blank", "", undefined],
		...[`https://mayfly.example/?${root}popup.html`, root.slice(0, -1), `${root.slice(0, -1)}.example/`],
	]) {
		expect(windowOfPort({ name, sender: { url } }, root)).toBeNull();
	}
	expect(windowOfPort({ name }, root)).toBeNull();
});

test("the sight of a panel is no view of its rooms", () => {
	const port = { name: portName("sight", 12), sender: { url: `${root}sidepanel.html` } };
	expect(windowOfPort(port, root)).toBeNull();
	expect(windowOfPort(port, root, ["sight"])).toBe("12");
	expect(windowOfPort({ ...port, name }, root, ["sight"])).toBeNull();
});

test("a port by another name is none of ours", () => {
	for (const other of ["", "panel-", "panel-1x", "panel-1\n", "other-1"]) {
		expect(windowOfPort({ name: other, sender: { url: `${root}popup.html` } }, root)).toBeNull();
	}
});

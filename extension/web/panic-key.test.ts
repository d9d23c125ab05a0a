import { expect, test } from "vitest";
import { isPanicKey } from "./panic-key.ts";

const none = { altKey: false, shiftKey: false, ctrlKey: false, metaKey: false };
const down = { ...none, key: "L", code: "KeyL", altKey: true, shiftKey: true };

test("Alt+Shift+L is it, by the letter that is written on the key", () => {
	expect(isPanicKey(down)).toBe(true);
	// Dvorak has its L elsewhere.
	expect(isPanicKey({ ...down, code: "KeyP" })).toBe(true);
	expect(isPanicKey({ ...down, key: "N" })).toBe(false);
});

test("where Alt makes another character of it, by its place", () => {
	expect(isPanicKey({ ...down, key: "Ò" })).toBe(true);
	expect(isPanicKey({ ...down, key: "Dead" })).toBe(true);
});

test("nothing less and nothing more than that", () => {
	for (const missing of ["altKey", "shiftKey"]) expect(isPanicKey({ ...down, [missing]: false })).toBe(false);
	for (const beside of ["ctrlKey", "metaKey"]) expect(isPanicKey({ ...down, [beside]: true })).toBe(false);
	expect(isPanicKey({ ...down, key: "c", code: "KeyC" })).toBe(false);
});

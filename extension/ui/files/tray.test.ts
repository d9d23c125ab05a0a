import { expect, test } from "vitest";
import { mostBytesAtOnce, mostFilesAtOnce } from "../../room/shared-file.ts";
import { bytesIn, emptyTray, isFull, type Tray, withFile, withoutFile } from "./tray.ts";

const file = (key: number, length = 1) => ({ key, facts: { name: `${key}.txt` }, bytes: new Uint8Array(length) });
const holding = (...lengths: number[]): Tray => ({
	...emptyTray,
	files: lengths.map((length, at) => file(at, length)),
});
const keys = (tray: Tray | string) => (typeof tray === "string" ? tray : tray.files.map(({ key }) => key));

test("files stand in the order in which they came, and one that is taken out leaves the others as they are", () => {
	const three = holding(1, 2, 3);
	expect(bytesIn(three)).toBe(6);
	expect(keys(withoutFile(three, 1))).toEqual([0, 2]);
	expect(keys(withFile(withoutFile(three, 1), file(7)))).toEqual([0, 2, 7]);
});

test("there are ten at most", () => {
	const nine = holding(...Array.from({ length: mostFilesAtOnce - 1 }, () => 1));
	expect(isFull(nine)).toBe(false);
	const ten = withFile(nine, file(20));
	if (typeof ten === "string") throw new Error(ten);
	expect(isFull(ten)).toBe(true);
	expect(withFile(ten, file(21))).toBe("too-many");
});

test("they are no more together than a browser keeps until they are through, to the byte", () => {
	const nearly = holding(mostBytesAtOnce - 10);
	expect(withFile(nearly, file(5, 11))).toBe("too-much");
	expect(keys(withFile(nearly, file(5, 10)))).toEqual([0, 5]);
});

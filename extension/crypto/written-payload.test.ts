import fc from "fast-check";
import { expect, test } from "vitest";
import { concat, utf8 } from "./bytes.ts";
import { SealError } from "./seal-error.ts";
import { readPayload, writePayload } from "./written-payload.ts";

test("a payload comes back as it was, with its bytes and without", () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			expect(readPayload(writePayload(value))).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
	fc.assert(
		fc.property(fc.string(), fc.uint8Array(), (text, bytes) => {
			expect(readPayload(writePayload({ text, bytes }))).toEqual({ text, bytes });
		}),
	);
});

test("bytes take as much as they are, and one more", () => {
	expect(writePayload({ kind: "chunk", bytes: new Uint8Array(100) })).toHaveLength('{"kind":"chunk"}'.length + 101);
});

test.each([
	["nothing", ""],
	["no JSON", "{nonsense\0abc"],
	["bytes alone", "\0abc"],
	["bytes behind what can have none", "null\0abc"],
])("%s is refused", (_, written) => {
	expect(() => readPayload(concat(utf8(written)))).toThrow(SealError);
});

import { expect, test } from "vitest";
import { chunksOf, socketFramesOf } from "./node-bytes.ts";

test.each([
	[1, "8101"],
	[125, "817d"],
	[126, "817e007e"],
	[65_535, "817effff"],
	[65_536, "817f0000000000010000"],
])("a WebSocket's frame of %i bytes begins as RFC 6455 says", (size, head) => {
	const bytes = socketFramesOf([{ text: "a".repeat(size) }]);
	expect(bytes.subarray(0, head.length / 2).toString("hex")).toBe(head);
	expect(bytes.subarray(head.length / 2).toString()).toBe("a".repeat(size));
});

test("each event is a chunk of HTTP, in order, and is encoded once for all streams", () => {
	const frames = [{ text: "one" }, { text: "x".repeat(300) }];
	expect(chunksOf(frames).toString()).toBe(`b\r\ndata: one\n\n\r\n134\r\ndata: ${"x".repeat(300)}\n\n\r\n`);
	expect(chunksOf(frames.slice(0, 1))).toBe(chunksOf(frames.slice(0, 1)));
	expect(socketFramesOf(frames.slice(0, 1))).toBe(socketFramesOf(frames.slice(0, 1)));
});

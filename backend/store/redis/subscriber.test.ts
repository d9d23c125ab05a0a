import { expect, test } from "vitest";
import { readPublication } from "./subscriber.ts";

const roomId = "rAAAAAAAAAAAAAAAAAAAAA";
const memberId = "m".repeat(22);

test.each([
	{ id: "1-1", channel: roomId, event: "chat.destroy", data: { isDestroyed: true } },
	{ type: "presence", channel: roomId, memberId, online: true },
	{ type: "signal", channel: roomId, sender: memberId, body: "eA" },
])("an event of the room is a frame, letter for letter", (event) => {
	const raw = JSON.stringify(event);
	expect(readPublication(roomId, raw)).toEqual({ raw, event });
});

test("an eviction is no frame", () => {
	const raw = JSON.stringify({ type: "evict", memberId, streamId: "s" });
	expect(readPublication(roomId, raw)).toEqual({ evict: { memberId, streamId: "s" } });
});

test.each([
	["no JSON", "data"],
	["a bare value", "7"],
	["a ping of Upstash Realtime", JSON.stringify({ type: "ping", timestamp: 1 })],
	["an end that only the server says", JSON.stringify({ type: "ended", channel: roomId, reason: "expired" })],
	["an event of another room", JSON.stringify({ id: "1-1", channel: "other", event: "chat.destroy", data: {} })],
	["an event whose cursor is none", JSON.stringify({ id: 5, channel: roomId, event: "chat.destroy", data: {} })],
	["an event without data", JSON.stringify({ id: "1-2", channel: roomId, event: "room.extended" })],
	["an event nobody knows", JSON.stringify({ id: "1-2", channel: roomId, event: "chat.other", data: {} })],
	["an event without a cursor", JSON.stringify({ channel: roomId, event: "chat.destroy", data: {} })],
])("%s goes no further", (_what, raw) => {
	expect(readPublication(roomId, raw)).toBeNull();
});

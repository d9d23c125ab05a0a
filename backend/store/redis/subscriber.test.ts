import { expect, test } from "vitest";
import { readPublication } from "./subscriber.ts";

const roomId = "rAAAAAAAAAAAAAAAAAAAAA";

test.each([
	{ id: "1-1", channel: roomId, event: "chat.destroy", data: { isDestroyed: true } },
	{ type: "presence", channel: roomId, memberId: "m", online: true },
	{ type: "signal", channel: roomId, sender: "m", body: "eA" },
])("an event of the room is a frame, letter for letter", (event) => {
	const raw = JSON.stringify(event);
	expect(readPublication(roomId, raw)).toEqual({ raw, event });
});

test("an eviction is no frame", () => {
	const raw = JSON.stringify({ type: "evict", memberId: "m", streamId: "s" });
	expect(readPublication(roomId, raw)).toEqual({ evict: { memberId: "m", streamId: "s" } });
});

test.each([
	["no JSON", "data"],
	["a bare value", "7"],
	["a ping of Upstash Realtime", JSON.stringify({ type: "ping", timestamp: 1 })],
	["an end that only the server says", JSON.stringify({ type: "ended", channel: roomId, reason: "expired" })],
	["an event of another room", JSON.stringify({ id: "1-1", channel: "other", event: "chat.destroy", data: {} })],
	["an event without a cursor", JSON.stringify({ channel: roomId, event: "chat.destroy", data: {} })],
])("%s goes no further", (_what, raw) => {
	expect(readPublication(roomId, raw)).toBeNull();
});

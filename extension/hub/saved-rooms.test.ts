import { expect, test } from "vitest";
import type { OutboxEntry } from "../room/outbox.ts";
import { noDraft } from "../room/state.ts";
import { createMemoryStorage } from "./memory-storage.ts";
import {
	createSavedRooms,
	nothingLeft,
	type RoomStorage,
	type SavedEnd,
	type SavedInvite,
	StorageFullError,
} from "./saved-rooms.ts";
import { holdsRoom } from "./storage-keys.ts";

const invite = (roomId: string, order = 1): SavedInvite => ({
	phase: "invited",
	roomId,
	name: "Alder Bend",
	server: "https://chat.example.org",
	order,
	link: `https://chat.example.org/r/${roomId}#secret`,
	suggestedName: "Small Plover",
	seat: null,
});
const end = (roomId: string): SavedEnd => ({
	phase: "ended",
	roomId,
	name: "Alder Bend",
	server: "https://chat.example.org",
	order: 1,
	reason: "destroyed",
	byMe: false,
	lifeMs: 1,
	again: null,
});
const words = (text: string) => ({ ...noDraft, text });
const entry: OutboxEntry = { kind: "message", id: "a", text: "hi", sealed: "bytes", writtenAt: 1, failed: null };
const key = { epoch: 1, to: ["b"], key: "k" };
const former = { memberId: "c", epoch: 1, key: "l" };

test("rooms come back with all their parts, in the order they were opened, whatever else the storage holds", async () => {
	const storage = createMemoryStorage();
	await storage.set("open-rooms", { 1: "a" });
	const shelf = createSavedRooms(storage).shelf("b");
	await createSavedRooms(storage).shelf("a").room(invite("a", 2));
	await shelf.room(invite("b", 1));
	await shelf.outbox([entry]);
	await shelf.files({ a: "bytes" });
	await shelf.senderKeys([key]);
	await shelf.formerKeys([former]);
	await shelf.draft(words("half a th"));
	await shelf.readCursor("5-1");
	await shelf.compared({ c: "4-1" });
	await shelf.invites([{ key: "k", hash: "h" }]);
	expect(await createSavedRooms(storage).load()).toEqual([
		{
			room: invite("b", 1),
			outbox: [entry],
			files: { a: "bytes" },
			ownKeys: [key],
			formerKeys: [former],
			draft: words("half a th"),
			readCursor: "5-1",
			compared: { c: "4-1" },
			invites: [{ key: "k", hash: "h" }],
		},
		{ ...nothingLeft, room: invite("a", 2), draft: words("") },
	]);
});

test("the keys alone tell whether a room is kept", async () => {
	const storage = createMemoryStorage();
	await storage.set("open-rooms", {});
	const keys = async () => Object.keys(await storage.all());
	expect(holdsRoom(await keys())).toBe(false);
	const shelf = createSavedRooms(storage).shelf("a");
	await shelf.room(invite("a"));
	expect(holdsRoom(await keys())).toBe(true);
	await shelf.clear(null);
	expect(holdsRoom(await keys())).toBe(false);
});

test("every value is a text: a CryptoKey or a Uint8Array would not survive the browser's storage", async () => {
	const storage = createMemoryStorage();
	const shelf = createSavedRooms(storage).shelf("a");
	await shelf.room(invite("a"));
	await shelf.outbox([entry]);
	await shelf.senderKeys([key]);
	await shelf.formerKeys([former]);
	for (const value of Object.values(await storage.all())) expect(typeof value).toBe("string");
});

test("after a clear nothing of the room is left, and a write that comes late brings nothing back", async () => {
	const inner = createMemoryStorage();
	const slow: RoomStorage = {
		...inner,
		async set(key, value) {
			await new Promise((resolve) => setTimeout(resolve, 5));
			await inner.set(key, value);
		},
	};
	const saved = createSavedRooms(slow);
	const shelf = saved.shelf("a");
	const writes = [shelf.room(invite("a")), shelf.outbox([entry]), shelf.senderKeys([key]), shelf.draft(words("x"))];
	const cleared = shelf.clear(end("a"));
	const late = shelf.outbox([entry]);
	await Promise.all([...writes, cleared, late]);
	expect(await inner.all()).toEqual({ "room/a": JSON.stringify(end("a")) });
	await saved.shelf("a").clear(null);
	expect(await inner.all()).toEqual({});
});

test("no space left says so, loses nothing that was saved, and the next write goes on", async () => {
	const inner = createMemoryStorage();
	let isFull = false;
	const saved = createSavedRooms({
		...inner,
		set: (key, value) => (isFull ? Promise.reject(new Error("QUOTA_BYTES")) : inner.set(key, value)),
	});
	const shelf = saved.shelf("a");
	await shelf.draft(words("before"));
	isFull = true;
	await expect(shelf.draft(words("after"))).rejects.toThrow(StorageFullError);
	expect(await inner.all()).toEqual({ "draft/a": JSON.stringify(words("before")) });
	isFull = false;
	await shelf.draft(words("later"));
	expect(await inner.all()).toEqual({ "draft/a": JSON.stringify(words("later")) });
});

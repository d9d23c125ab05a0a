import { afterEach, expect, test, vi } from "vitest";
import { createBody, expectProblem, message, openRoom } from "./contract/bench.ts";
import { createMemoryStore, type MemoryStore } from "./memory.ts";

let store: MemoryStore;
afterEach(() => store.close());

test("a room past its time is dropped also when nobody asks for it", async () => {
	let time = 0;
	store = createMemoryStore({ now: () => time, sweepEveryMs: 5 });
	await openRoom(store, { ttlSeconds: 60 });
	await openRoom(store, { ttlSeconds: 120 });
	time = 60_000;
	await vi.waitFor(() => expect(store.roomCount()).toBe(1));
});

test("what all rooms hold together is bounded, and an ended room makes place", async () => {
	store = createMemoryStore({ now: () => 0, rateLimits: false, mostBytes: 3_000 });
	const { room } = await openRoom(store);
	await store.send(room, message("x".repeat(3_000)));
	await expectProblem(store.send(room, message()), "store-full");
	await expectProblem(store.create(createBody()), "store-full");
	expect((await store.create(room)).created).toBe(false);
	await store.destroy(room);
	await openRoom(store, { guests: 1 });
});

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
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
	store = createMemoryStore({ now: () => 0, rateLimits: false, mostBytes: 6_000 });
	const { room } = await openRoom(store);
	await store.send(room, message("x".repeat(3_000)));
	await expectProblem(store.send(room, message()), "store-full");
	await expectProblem(store.create(createBody()), "store-full");
	expect((await store.create(room)).created).toBe(false);
	await store.destroy(room);
	await openRoom(store, { guests: 1 });
});

test("the bound is kept by what rooms take of the heap, empty ones and full ones", async () => {
	setFlagsFromString("--expose-gc");
	const collect = runInNewContext("gc") as () => void;
	const heap = () => {
		collect();
		return process.memoryUsage().heapUsed;
	};
	const mostBytes = 16 * 1024 * 1024;
	for (const text of ["", "x".repeat(300), "x".repeat(16_000)]) {
		store = createMemoryStore({ now: () => 0, rateLimits: false, mostBytes });
		const before = heap();
		const fill = async (): Promise<never> => {
			for (;;) {
				const { room } = await openRoom(store);
				// Parsed, as a request's body is: no two texts share their characters.
				for (let i = 0; text !== "" && i < 100; i++) await store.send(room, JSON.parse(JSON.stringify(message(text))));
			}
		};
		await expectProblem(fill(), "store-full");
		const taken = heap() - before;
		expect(taken).toBeGreaterThan(mostBytes * 0.6);
		expect(taken).toBeLessThan(mostBytes * 1.4);
		await store.close();
	}
});

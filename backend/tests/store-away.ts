import { expect, vi } from "vitest";
import { createBody, message } from "../store/contract/bench.ts";
import type { Caller, RoomStore } from "../store/room-store.ts";

/** Acts of every kind; to subscribe, on a room that nobody listens to. */
export function actsOn(store: RoomStore, room: Caller): Promise<unknown>[] {
	const listener = { publication: () => {}, lost: () => {} };
	return [
		...[store.send(room, message()), store.create(createBody()), store.ping(), store.read(room)],
		store.subscribe(`r${"x".repeat(21)}`, listener),
	];
}

/** All of them are refused within 5 s, because the store is away, and told when to come back. */
export async function expectUnavailable(acts: Promise<unknown>[]): Promise<void> {
	const begun = performance.now();
	for (const result of await Promise.allSettled(acts)) {
		const reason = { code: "store-unavailable", retryAfterSeconds: expect.any(Number) };
		expect(result).toMatchObject({ status: "rejected", reason });
	}
	expect(performance.now() - begun).toBeLessThan(5_000);
}

/** The store answers soon, and works. */
export async function expectBack(store: RoomStore): Promise<void> {
	await vi.waitFor(() => store.ping(), { timeout: 5_000 });
	expect((await store.create(createBody())).created).toBe(true);
}

import { setTimeout as wait } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { createMemoryStore } from "../store/memory.ts";
import type { RoomStore } from "../store/room-store.ts";
import { createFanOut } from "./fan-out.ts";

test("a room is pulsed as often as before when the clock goes back an hour", async () => {
	let shift = 0;
	const now = () => Date.now() + shift;
	const store = createMemoryStore({ now });
	let pulses = 0;
	const counted: typeof store = {
		...store,
		pulse(...asked) {
			pulses++;
			return store.pulse(...asked);
		},
	};
	const roomId = `r${"a".repeat(21)}`;
	const member = { memberId: "m".repeat(22), tokenHash: "t".repeat(43), accessHash: "h".repeat(43), profile: "p" };
	await store.create({ ...member, roomId, ttlSeconds: 600, capacity: 2 });
	const fanOut = createFanOut({ store: counted, now, pulseEveryMs: 40 });
	const silent = { lease: () => null, frame() {}, top() {}, lost() {}, evicted() {}, gone() {} };
	const { learn, leave, ready } = fanOut.join(roomId, silent);
	await ready;
	shift = -3_600_000;
	// As an attach does that happens now.
	learn({ now: now(), expiresAt: now() + 600_000 });
	pulses = 0;
	await wait(400);
	leave();
	await store.close();
	expect(pulses).toBeGreaterThan(2);
});

test("the time is the store's, not that of a process whose clock is a day off", async () => {
	const day = 86_400_000;
	const store = createMemoryStore({ now: Date.now });
	const fanOut = createFanOut({ store, now: () => Date.now() + day, pulseEveryMs: 1_000 });
	const silent = { lease: () => null, frame() {}, top() {}, lost() {}, evicted() {}, gone() {} };
	const { learn, leave } = fanOut.join(`r${"a".repeat(21)}`, silent);
	learn({ now: Date.now(), expiresAt: Date.now() + 600_000 });
	const { leave: leaveOther } = fanOut.join(`r${"b".repeat(21)}`, silent);
	expect(Math.abs(fanOut.now() - Date.now())).toBeLessThan(1_000);
	leave();
	leaveOther();
	await store.close();
});

test("a stream of another process that crashed is told offline when its lease ends, not a pulse later", async () => {
	const store = createMemoryStore({ now: Date.now });
	let pulses = 0;
	const soonEnding: typeof store = {
		...store,
		async pulse(...asked) {
			pulses++;
			const pulse = await store.pulse(...asked);
			return pulse && { ...pulse, leaseEndsAt: pulses === 1 ? pulse.now + 100 : null };
		},
	};
	const roomId = `r${"a".repeat(21)}`;
	const member = { memberId: "m".repeat(22), tokenHash: "t".repeat(43), accessHash: "h".repeat(43), profile: "p" };
	await store.create({ ...member, roomId, ttlSeconds: 600, capacity: 2 });
	const fanOut = createFanOut({ store: soonEnding, now: Date.now, pulseEveryMs: 3_000 });
	const silent = { lease: () => null, frame() {}, top() {}, lost() {}, evicted() {}, gone() {} };
	const { leave, ready } = fanOut.join(roomId, silent);
	await ready;
	await vi.waitFor(() => expect(pulses).toBe(1), { timeout: 4_500 });
	const firstAt = Date.now();
	await vi.waitFor(() => expect(pulses).toBe(2), { timeout: 4_500, interval: 10 });
	expect(Date.now() - firstAt).toBeLessThan(2_500);
	leave();
	await store.close();
});

test("a room that was destroyed is told as destroyed, also when a pulse finds it gone before that word has come", async () => {
	const memory = createMemoryStore({ now: Date.now });
	let say: Parameters<RoomStore["subscribe"]>[1]["publication"] = () => {};
	const store: RoomStore = {
		...memory,
		pulse: async () => null,
		async subscribe(_roomId, listener) {
			say = listener.publication;
			return async () => {};
		},
	};
	const channel = `r${"a".repeat(21)}`;
	const event = { id: "1-1", channel, event: "chat.destroy", data: { isDestroyed: true } } as const;
	const told: string[] = [];
	const fanOut = createFanOut({ store, now: Date.now, pulseEveryMs: 20 });
	const { leave } = fanOut.join(channel, {
		...{ lease: () => null, top() {}, lost() {}, evicted() {} },
		frame(frame) {
			told.push("event" in frame.event ? frame.event.event : frame.event.type);
			leave();
		},
		gone: (why) => told.push(why),
	});
	await wait(100);
	say({ raw: JSON.stringify(event), event });
	await wait(700);
	await memory.close();
	expect(told).toEqual(["chat.destroy"]);
});

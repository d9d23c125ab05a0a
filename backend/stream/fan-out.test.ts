import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { createMemoryStore } from "../store/memory.ts";
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

import { expect, test } from "vitest";
import { createIdentity } from "../crypto/identity.ts";
import { deriveRoomKeys } from "../crypto/keys.ts";
import { newLink } from "../crypto/link.ts";
import { secureRandom as random } from "../crypto/random.ts";
import { createApi } from "./api.ts";
import { createRoom } from "./room.ts";
import type { Follower } from "./stream/connection.ts";
import type { StreamFrame } from "./stream/transport.ts";
import { liveState } from "./testing/live-state.ts";
import { sleep, systemTime, type Time } from "./time.ts";

test("a server that promises a room for longer than a timer can wait does not keep the browser busy", async () => {
	const link = newLink("https://chat.example.org", random);
	const identity = await createIdentity(random);
	let timers = 0;
	const time: Time = {
		...systemTime,
		after(ms, run) {
			timers++;
			return systemTime.after(ms, run);
		},
	};
	const nothing = async () => {};
	const room = createRoom({
		...{
			roomId: link.roomId,
			keys: await deriveRoomKeys(link),
			identity,
			profile: "x",
			outbox: [],
			files: {},
			ownKeys: [],
			formerKeys: [],
		},
		state: liveState({ me: identity.memberId, expiresAt: Number.MAX_SAFE_INTEGER }),
		keeper: {
			outbox: nothing,
			files: nothing,
			senderKeys: nothing,
			draft: nothing,
			read: nothing,
			compared: nothing,
			invites: nothing,
			facts: nothing,
			wipe: nothing,
		},
		api: createApi({ server: link.server, fetch, time }),
		connection: { add() {}, stay() {}, remove() {}, reconnect() {} },
		...{ time, random, jitter: () => 0, changed() {}, receipts() {} },
		shows: () => ({ writing: false, seen: false }),
	});
	await sleep(systemTime, 200);
	room.close();
	expect(room.getState().phase).toBe("live");
	expect(timers).toBe(1);
});

test("a room whose new end has passed already is wiped, and nothing of it is kept after that", async () => {
	const link = newLink("https://chat.example.org", random);
	const identity = await createIdentity(random);
	const kept: string[] = [];
	const keep = (part: string) => async () => void kept.push(part);
	const followers: Follower[] = [];
	const room = createRoom({
		...{
			roomId: link.roomId,
			keys: await deriveRoomKeys(link),
			identity,
			profile: "x",
			outbox: [],
			files: {},
			ownKeys: [],
			formerKeys: [],
		},
		state: liveState({ me: identity.memberId, clock: { server: 1_000_000, at: performance.now() } }),
		keeper: {
			outbox: keep("outbox"),
			files: keep("files"),
			senderKeys: keep("senderKeys"),
			draft: keep("draft"),
			read: keep("read"),
			compared: keep("compared"),
			invites: keep("invites"),
			facts: keep("times"),
			wipe: keep("wipe"),
		},
		api: createApi({ server: link.server, fetch, time: systemTime }),
		connection: { add: (follower) => followers.push(follower), stay() {}, remove() {}, reconnect() {} },
		...{ time: systemTime, random, jitter: () => 0, changed() {}, receipts() {} },
		shows: () => ({ writing: false, seen: false }),
	});
	const connected = {
		type: "connected",
		channel: link.roomId,
		cursor: "1-1",
		now: 1_000_000,
		expiresAt: 999_000,
	} as const;
	for (const { frame } of followers) frame(connected, performance.now());
	await sleep(systemTime, 20);
	expect(room.getState()).toMatchObject({ phase: "ended", reason: "expired" });
	expect(kept).toEqual(["wipe"]);
});

test("a server whose pings tell of more than it sends is asked once more, and then said to hold something back", async () => {
	const link = newLink("https://chat.example.org", random);
	const { roomId } = link;
	const identity = await createIdentity(random);
	const nothing = async () => {};
	const followers: Follower[] = [];
	let reconnects = 0;
	const room = createRoom({
		...{ roomId, keys: await deriveRoomKeys(link), identity, profile: "x" },
		...{ outbox: [], files: {}, ownKeys: [], formerKeys: [] },
		state: liveState({ me: identity.memberId, clock: { server: 1_000_000, at: performance.now() } }),
		keeper: {
			...{ outbox: nothing, files: nothing, senderKeys: nothing, draft: nothing, read: nothing },
			...{ compared: nothing, invites: nothing, facts: nothing, wipe: nothing },
		},
		api: createApi({ server: link.server, fetch, time: systemTime }),
		connection: { add: (follower) => followers.push(follower), remove() {}, stay() {}, reconnect: () => reconnects++ },
		...{ time: systemTime, random, jitter: () => 0, changed() {}, receipts() {} },
		shows: () => ({ writing: false, seen: false }),
	});
	const now = 1_000_000;
	const frame = async (sent: StreamFrame) => {
		followers[0]?.frame(sent, performance.now());
		await sleep(systemTime, 5);
	};
	const connect = () =>
		frame({ type: "connected", channel: roomId, cursor: `${now}-2`, now, expiresAt: now + 600_000 });
	const event = (n: number) => frame({ event: "unknown", id: `${now}-${n}`, channel: roomId });
	const ping = () => frame({ type: "ping", timestamp: now, cursors: { [roomId]: `${now}-4` } });
	const step = () => {
		const state = room.getState();
		return state.phase === "live" ? state.tail.step : "ended";
	};
	await connect();
	for (const n of [1, 2]) await event(n);
	await ping();
	expect([step(), reconnects]).toEqual(["behind", 0]);
	await ping();
	await ping();
	expect([step(), reconnects]).toEqual(["asking", 1]);
	await connect();
	await ping();
	await event(3);
	await ping();
	expect([step(), reconnects]).toEqual(["withheld", 1]);
	await event(4);
	await ping();
	expect([step(), reconnects]).toEqual(["whole", 1]);
	room.close();
});

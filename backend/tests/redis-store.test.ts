import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
	createBody,
	expectProblem,
	joinBody,
	listen,
	message,
	openRoom,
	storedEvents,
} from "../store/contract/bench.ts";
import { openStore } from "../store/open-store.ts";
import { roomKeys } from "../store/redis/keys.ts";
import type { RoomStore } from "../store/room-store.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { actsOn, expectBack, expectUnavailable } from "./store-away.ts";

const config = { host: "", port: 0, createToken: undefined, rateLimits: false };
let server: RedisServer;
let store: RoomStore;

async function open(args: string[] = []): Promise<void> {
	server = await startRedis(args);
	store = await openStore({ ...config, store: { kind: "redis", url: server.url } });
}

beforeEach(() => open());
afterEach(async () => {
	await store.close();
	await server.close();
});

/** @returns when all keys there are, those of one room, end together. */
async function expectOneEnd(room: { roomId: string; tokenHash: string }): Promise<number> {
	const { expiresAt } = await store.read(room);
	const keys = await server.admin.keys("*");
	expect(keys.toSorted()).toEqual(roomKeys(room.roomId).toSorted());
	for (const key of keys) expect(await server.admin.pexpiretime(key)).toBe(expiresAt);
	return expiresAt;
}

test("every key of a room ends with it, whatever was done in it", async () => {
	const { room, guests } = await openRoom(store, { guests: 3, ttlSeconds: 2 });
	await expectOneEnd(room);
	await store.attach(room, { streamId: "a", limit: 10 });
	await store.send(guests[0], message());
	await store.leave(guests[1]);
	await store.remove(room, guests[2].memberId);
	await store.change(room, { ttlSeconds: 3, locked: true });
	await store.pulse(room.roomId, [{ memberId: room.memberId, streamId: "a" }]);
	const expiresAt = await expectOneEnd(room);

	await wait(expiresAt - Date.now() + 50);
	await expectProblem(store.send(room, message()), "room-not-found");
	await store.detach(room, "a");
	await expectProblem(store.join(joinBody(room)), "room-not-found");
	expect(await server.admin.scan("0", "COUNT", 1000)).toEqual(["0", []]);
});

test("after a destroy a scan finds nothing, and what comes late makes nothing", async () => {
	const { room, guests } = await openRoom(store, { guests: 1 });
	const stream = { memberId: room.memberId, streamId: "a" };
	await store.attach(room, { ...stream, limit: 10 });
	await store.send(guests[0], message());
	await store.destroy(room);
	const late = [store.send(room, message()), store.pulse(room.roomId, [stream]), store.detach(room, "a")];
	await Promise.allSettled([...late, store.leave(room), store.attach(room, { ...stream, limit: 10 })]);
	expect(await server.admin.scan("0", "COUNT", 1000)).toEqual(["0", []]);
});

test("a send is one EVALSHA and nothing else, whatever the room holds", async () => {
	const { room, guests } = await openRoom(store, { guests: 4 });
	await store.send(room, message());
	const asked: string[] = [];
	const monitor = await server.admin.monitor();
	// What a script itself calls is marked `lua` in place of a client's address.
	monitor.on("monitor", (_time: string, [name = ""]: string[], source: string) => {
		if (source !== "lua") asked.push(name.toLowerCase());
	});
	for (let i = 0; i < 50; i++) await store.send(guests[i % 4] ?? room, message());
	await server.admin.echo("end");
	await vi.waitFor(() => expect(asked.at(-1)).toBe("echo"));
	monitor.disconnect();
	expect(asked).toEqual([...Array.from({ length: 50 }, () => "evalsha"), "echo"]);
});

test("a Redis that forgot the scripts is handed them again, unseen", async () => {
	const { room } = await openRoom(store);
	await server.admin.script("FLUSH");
	await store.send(room, message());
	expect((await store.history(room, { limit: 10 })).messages).toHaveLength(1);
});

test("a room of which Redis dropped a part is no room, and its id can be used again", async () => {
	const { room } = await openRoom(store);
	await server.admin.del(room.roomId);
	await expectProblem(store.send(room, message()), "room-not-found");
	expect((await store.create(room)).created).toBe(true);
	expect(await storedEvents(store, room)).toHaveLength(1);
});

test.each(["killed", "frozen"])(
	"while Redis is %s every act is store-unavailable within 5 s, and works after",
	async (how) => {
		const { room } = await openRoom(store);
		if (how === "killed") await server.kill();
		else server.freeze();
		await expectUnavailable(actsOn(store, room));
		if (how === "killed") await server.start();
		else server.thaw();
		await expectBack(store);
	},
);

test("a listener is told that it may have missed something, and hears what comes then", async () => {
	const { room } = await openRoom(store);
	const heard: string[] = [];
	await store.subscribe(room.roomId, {
		publication: (publication) => heard.push("evict" in publication ? "evict" : "frame"),
		lost: () => heard.push("lost"),
	});
	for (let round = 1; round <= 3; round++) {
		await server.admin.call("CLIENT", "KILL", "TYPE", "pubsub");
		await vi.waitFor(() => expect(heard.filter((what) => what === "lost")).toHaveLength(round), { timeout: 5_000 });
		await store.send(room, message());
		await vi.waitFor(() => expect(heard.filter((what) => what === "frame")).toHaveLength(round));
	}
	expect(heard).toEqual(["lost", "frame", "lost", "frame", "lost", "frame"]);
});

test("one subscription serves a room's listeners and ends with the last of them", async () => {
	const { room } = await openRoom(store);
	const listeners = [await listen(store, room.roomId), await listen(store, room.roomId)];
	expect(await server.admin.pubsub("NUMSUB", room.roomId)).toEqual([room.roomId, 1]);
	for (const { stop } of listeners) await stop();
	await vi.waitFor(async () => expect(await server.admin.pubsub("CHANNELS")).toEqual([]));
	const again = await listen(store, room.roomId);
	await again.settled(room);
});

test("what others publish on a room's channel goes no further", async () => {
	const { room } = await openRoom(store);
	const heard = await listen(store, room.roomId);
	for (const foreign of [
		'{"type":"ping","timestamp":1}',
		"hello",
		"null",
		"[]",
		'{"type":"presence","channel":"other"}',
	]) {
		await server.admin.publish(room.roomId, foreign);
	}
	await heard.settled(room);
	expect(heard.events()).toHaveLength(1);
});

test("a Redis without memory refuses what grows and lets people read, leave and destroy", async () => {
	const { room, guests } = await openRoom(store, { guests: 2, capacity: 3 });
	await store.send(room, message());
	await server.admin.config("SET", "maxmemory", "1");
	const refused = [
		...[store.send(room, message()), store.create(createBody()), store.change(room, { locked: true })],
		...[store.join(joinBody({ ...room })), store.change(room, { ttlSeconds: 900 })],
	];
	const codes = (await Promise.allSettled(refused)).map((result) => result.status === "rejected" && result.reason.code);
	expect(codes).toEqual(["store-full", "store-full", "store-full", "room-full", "store-full"]);
	expect((await store.attach(room, { streamId: "s", limit: 10 })).events).toHaveLength(4);
	await store.pulse(room.roomId, [{ memberId: room.memberId, streamId: "s" }]);
	expect((await store.history(room, { limit: 10 })).messages).toHaveLength(1);
	expect((await store.read(room)).members).toHaveLength(3);
	await store.remove(room, guests[1].memberId);
	await store.leave(guests[0]);
	await expectProblem(store.join(joinBody(room)), "store-full");
	await store.detach(room, "s");
	expect((await storedEvents(store, room)).map(({ event }) => event)).toEqual([
		...["room.joined", "room.joined", "room.joined", "chat.message", "room.left", "room.left"],
	]);
	await store.destroy(room);
	expect(await server.admin.keys("*")).toEqual([]);
});

import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createBody, expectProblem, listen, message, openRoom, storedEvents } from "../store/contract/bench.ts";
import { openStore } from "../store/open-store.ts";
import type { RoomStore } from "../store/room-store.ts";
import { openBench, openRoom as openRoomOverHttp, send } from "./http-bench.ts";
import { addReplica, moveSlot, type RedisCluster, startRedisCluster } from "./redis-cluster.ts";
import type { RedisServer } from "./redis-server.ts";
import { expectUnavailable } from "./store-away.ts";
import { openStream } from "./test-stream.ts";

let cluster: RedisCluster;
let store: RoomStore;
const open = (url = cluster.url) => openStore({ rateLimits: false, store: { kind: "redis", url } });
beforeAll(async () => {
	cluster = await startRedisCluster();
});
beforeEach(async () => {
	await cluster.flush();
	store = await open();
});
afterEach(() => store.close());
afterAll(() => cluster.close());

const channelsOf = async ({ admin }: RedisServer) => (await admin.call("PUBSUB", "SHARDCHANNELS")) as string[];

/** A room on this node, or on another. */
async function openRoomOn(node: RedisServer, isOn = true) {
	for (;;) {
		const body = createBody();
		if ((cluster.nodeOf(body.roomId) === node) === isOn) return (await openRoom(store, body)).room;
	}
}

/** Hears a room as words: an event's name, `lost`, or the type of what is not stored. */
async function hear(roomId: string): Promise<string[]> {
	const heard: string[] = [];
	await store.subscribe(roomId, {
		publication(publication) {
			if ("evict" in publication) return;
			heard.push("event" in publication.event ? publication.event.event : publication.event.type);
		},
		lost: () => heard.push("lost"),
	});
	return heard;
}

test("rooms are spread over the nodes, and each node carries what is published in its own", async () => {
	const rooms = await Promise.all(cluster.nodes.flatMap((node) => [openRoomOn(node), openRoomOn(node)]));
	const listeners = await Promise.all(rooms.map(({ roomId }) => listen(store, roomId)));
	for (const node of cluster.nodes) {
		const its = rooms.map(({ roomId }) => roomId).filter((roomId) => cluster.nodeOf(roomId) === node);
		expect(its).toHaveLength(2);
		expect((await channelsOf(node)).toSorted()).toEqual(its.toSorted());
		expect((await node.admin.keys("r*")).toSorted()).toEqual(its.toSorted());
		// One connection to listen by, and none that listens for other rooms than these.
		expect(await node.admin.call("CLIENT", "LIST", "TYPE", "pubsub")).toMatch(/^[^\n]* ssub=2 [^\n]*\n$/);
		expect(await node.admin.pubsub("CHANNELS")).toEqual([]);
	}
	for (const room of rooms) await store.send(room, message());
	for (const [i, room] of rooms.entries()) await listeners[i]?.settled(room);
	for (const { stop } of listeners) await stop();
	for (const node of cluster.nodes) await vi.waitFor(async () => expect(await channelsOf(node)).toEqual([]));
});

test("a listener whose connection is killed is told so, and hears what comes then", async () => {
	const [node] = cluster.nodes as [RedisServer];
	const room = await openRoomOn(node);
	const elsewhere = await openRoomOn(node, false);
	const [heard, heardElsewhere] = [await hear(room.roomId), await hear(elsewhere.roomId)];
	for (let round = 1; round <= 3; round++) {
		await node.admin.call("CLIENT", "KILL", "TYPE", "pubsub");
		await vi.waitFor(() => expect(heard.filter((what) => what === "lost")).toHaveLength(round), { timeout: 5_000 });
		await store.send(room, message());
		await store.send(elsewhere, message());
		await vi.waitFor(() => expect([heard.length, heardElsewhere.length]).toEqual([2 * round, round]));
	}
	expect(heard).toEqual(["lost", "chat.message", "lost", "chat.message", "lost", "chat.message"]);
	expect(heardElsewhere).toEqual(["chat.message", "chat.message", "chat.message"]);
});

test("a room whose slot moves while people write goes on with every message once, in order", async () => {
	const bench = await openBench({ pulseEveryMs: 15_000 }, cluster.url);
	const { roomId, starter, guests } = await openRoomOverHttp(bench, { guests: 1 });
	const from = cluster.nodeOf(roomId);
	const to = cluster.nodes.find((node) => node !== from) ?? from;
	const neighbour = await openRoomOn(from);
	const heardBeside = await hear(neighbour.roomId);
	const streams = [await openStream(bench, [starter]), await openStream(bench, [guests[0]])];
	const sent: string[] = [];
	let isOver = false;
	const writing = (async () => {
		for (; !isOver; await wait(2)) sent.push((await send(bench, sent.length % 2 ? starter : guests[0])).id);
	})();
	const more = (count: number) => {
		const enough = sent.length + count;
		return vi.waitFor(() => expect(sent.length).toBeGreaterThan(enough), { timeout: 10_000 });
	};
	await more(20);
	await moveSlot(cluster, roomId, from, to);
	// A process that has not heard of the move is sent on.
	await (await listen(store, roomId)).stop();
	await more(20);
	await moveSlot(cluster, roomId, to, from);
	await more(20);
	isOver = true;
	await writing;
	for (const stream of streams) {
		await stream.until(({ messageIds }) => messageIds().length >= sent.length);
		expect(stream.messageIds()).toEqual(sent);
		expect(stream.system("error")).toEqual([]);
		stream.cut();
	}
	await store.send(neighbour, message());
	await vi.waitFor(() => expect(heardBeside).toEqual(["chat.message"]));
	await bench.close();
});

test.each(["killed", "frozen"])(
	"while a node is %s its rooms are store-unavailable within 5 s, the others live on, and it is used again after",
	async (how) => {
		const [, node] = cluster.nodes as [RedisServer, RedisServer];
		const room = await openRoomOn(node);
		const unheard = await openRoomOn(node);
		const others = [await openRoomOn(node, false), await openRoomOn(node, false)];
		const heard = await hear(room.roomId);
		const heardElsewhere = await Promise.all(others.map(({ roomId }) => hear(roomId)));
		if (how === "killed") await node.kill();
		else node.freeze();
		const begun = performance.now();
		const refused = expectUnavailable([
			...[store.send(room, message()), store.read(room), store.attach(room, { streamId: "s", limit: 1 })],
			...[store.pulse(room.roomId, []), hear(unheard.roomId)],
		]);
		for (const other of others) {
			await store.send(other, message());
			await (await listen(store, other.roomId)).stop();
		}
		for (const heard of heardElsewhere) await vi.waitFor(() => expect(heard).toEqual(["chat.message"]));
		expect(performance.now() - begun).toBeLessThan(2_000);
		await refused;
		if (how === "killed") await node.start();
		else node.thaw();
		if (how === "killed") {
			await vi.waitFor(() => expect(heard).toEqual(["lost"]), { timeout: 10_000 });
			await vi.waitFor(() => expectProblem(store.read(room), "room-not-found"), { timeout: 10_000 });
		} else {
			await vi.waitFor(() => store.read(room), { timeout: 10_000 });
		}
		const next = await openRoomOn(node);
		const heardThen = await hear(next.roomId);
		await store.send(next, message());
		await vi.waitFor(() => expect(heardThen).toEqual(["chat.message"]));
		for (const other of others) expect(await storedEvents(store, other)).toHaveLength(2);
	},
);

test("while the whole cluster is away every act is store-unavailable within 5 s, and works after", async () => {
	const { room } = await openRoom(store);
	await Promise.all(cluster.nodes.map((node) => node.kill()));
	const late = await open();
	// Twice: as it goes, and once it is known to be gone.
	for (const asked of [store, late, store]) {
		await expectUnavailable([
			...[asked.send(room, message()), asked.create(createBody()), asked.ping(), asked.read(room)],
			asked.subscribe(room.roomId, { publication: () => {}, lost: () => {} }),
		]);
	}
	await Promise.all(cluster.nodes.map((node) => node.start()));
	for (const asked of [store, late]) {
		const next = await vi.waitFor(() => openRoom(asked), { timeout: 10_000 });
		const heard = await listen(asked, next.room.roomId);
		await heard.settled(next.room);
	}
	await late.close();
});

test("the password in the address is that of every node, and a wrong one is refused without a word of it", async () => {
	const setPassword = (password: string) =>
		Promise.all(cluster.nodes.map(({ admin }) => admin.config("SET", "requirepass", password)));
	const withUser = (userinfo: string) => open(cluster.url.replace("//", `//${userinfo}`));
	await setPassword("sesame");
	await expect(withUser("")).rejects.toThrow("REDIS_URL: Redis refuses this user or password.");
	await expect(withUser(":hunter2@")).rejects.toThrow("REDIS_URL: Redis refuses this user or password.");
	const allowed = await withUser(":sesame@");
	for (const node of cluster.nodes) {
		let body = createBody();
		while (cluster.nodeOf(body.roomId) !== node) body = createBody();
		await allowed.create(body);
		const heard = await listen(allowed, body.roomId);
		await heard.settled(body);
	}
	await allowed.close();
	await setPassword("");
});

test("an address with a numbered database is refused: a cluster has none", async () => {
	await expect(open(`${cluster.url}/3`)).rejects.toThrow("REDIS_URL: a Redis Cluster has no numbered databases.");
});

/** Read without being sent on to the master. */
async function storedAt({ admin }: RedisServer, roomId: string): Promise<number> {
	await admin.readonly();
	return admin.xlen(roomId);
}

// The last one: the cluster is another afterwards.
test("a room whose node dies goes on at the replica, and its listeners are told that they may have missed something", async () => {
	const [node] = cluster.nodes as [RedisServer];
	const room = await openRoomOn(node);
	const heard = await hear(room.roomId);
	const replica = await addReplica(cluster, node);
	await store.send(room, message());
	await vi.waitFor(() => expect(heard).toEqual(["chat.message"]));
	// It is sent on a moment later.
	await vi.waitFor(async () => expect(await storedAt(replica, room.roomId)).toBe(2));
	await node.kill();
	await vi.waitFor(() => expect(heard).toEqual(["chat.message", "lost"]), { timeout: 20_000 });
	const sent = message();
	await vi.waitFor(() => store.send(room, sent), { timeout: 10_000 });
	await vi.waitFor(() => expect(heard).toEqual(["chat.message", "lost", "chat.message"]));
	expect(await storedEvents(store, room)).toHaveLength(3);
	expect(await channelsOf(replica)).toEqual([room.roomId]);
	await replica.close();
});

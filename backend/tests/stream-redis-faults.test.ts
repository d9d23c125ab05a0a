import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, callerOf, newMessage, openBench, openRoom, send } from "./http-bench.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { openStream, type TransportKind } from "./test-stream.ts";

let redis: RedisServer;
let benches: [Bench, Bench];
beforeEach(async () => {
	redis = await startRedis();
	const open = (transport: TransportKind) => openBench({ pulseEveryMs: 500, transport }, redis.url);
	benches = [await open("sse"), await open("ws")];
});
afterEach(async () => {
	for (const bench of benches) await bench.close();
	await redis.close();
});

test("two processes whose subscriptions are killed again and again show every message once, in order", async () => {
	const [one, two] = benches;
	const { starter, guests } = await openRoom(one, { guests: 2 });
	const streams = [
		...[await openStream(one, [starter]), await openStream(one, [guests[0]])],
		...[await openStream(two, [guests[0]]), await openStream(two, [guests[1]])],
	];
	let isSending = true;
	const killing = (async () => {
		let killed = 0;
		for (; isSending; await wait(150)) killed += Number(await redis.admin.call("CLIENT", "KILL", "TYPE", "pubsub"));
		return killed;
	})();
	const sent: string[] = [];
	for (let i = 0; i < 400; i++) {
		sent.push((await send(i % 2 ? one : two, [starter, ...guests][i % 3] ?? starter)).id);
		await wait(2);
	}
	isSending = false;
	expect(await killing).toBeGreaterThan(5);
	for (const stream of streams) {
		await stream.until(({ messageIds }) => messageIds().length >= sent.length, 10_000);
		expect(stream.messageIds()).toEqual(sent);
		stream.cut();
	}
});

test("a stream outlives a Redis that does not answer for a while", async () => {
	const [one, two] = benches;
	const { starter } = await openRoom(one);
	const streams = [await openStream(one, [starter]), await openStream(two, [starter])];
	for (const stream of streams) await stream.until(({ system }) => system("presence").length > 0);
	redis.freeze();
	await wait(4_000);
	redis.thaw();
	const message = newMessage();
	await expect
		.poll(() => one.store.send(callerOf(starter), message).catch(() => null), { timeout: 5_000 })
		.not.toBeNull();
	for (const stream of streams) {
		await stream.until(({ messageIds }) => messageIds().includes(message.id), 10_000);
		expect(stream.system("error")).toEqual([]);
		stream.cut();
	}
});

test("a message is one command for Redis, however many streams show it", async () => {
	const bench = await openBench({}, redis.url);
	const { starter, guests } = await openRoom(bench, { guests: 8, capacity: 9 });
	const streams = await Promise.all([starter, ...guests].map((member) => openStream(bench, [member])));
	for (const stream of streams) await stream.until(({ system }) => system("presence").length === 9);
	// From here on Redis knows the script.
	await send(bench, starter);
	const asked: string[] = [];
	const monitor = await redis.admin.monitor();
	monitor.on("monitor", (_time: string, [name = ""]: string[], source: string) => {
		if (source !== "lua" && name.toLowerCase() !== "ping") asked.push(name.toLowerCase());
	});
	const ids = [await send(bench, starter), await send(bench, guests[0])].map(({ id }) => id);
	for (const stream of streams) await stream.until(({ messageIds }) => ids.every((id) => messageIds().includes(id)));
	await wait(50);
	monitor.disconnect();
	expect(asked).toEqual(["evalsha", "evalsha"]);
	for (const stream of streams) stream.cut();
	await bench.close();
});

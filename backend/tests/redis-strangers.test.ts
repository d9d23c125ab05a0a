import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, openBench, openRoom, send } from "./http-bench.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { openStream } from "./test-stream.ts";

let redis: RedisServer;
let bench: Bench;
beforeEach(async () => {
	redis = await startRedis();
	bench = await openBench({}, redis.url);
});
afterEach(async () => {
	await bench.close();
	await redis.close();
});

test("whatever somebody else on this Redis publishes in a room's name, the server lives and the room goes on", async () => {
	const { starter } = await openRoom(bench);
	const { roomId: channel } = starter;
	const stream = await openStream(bench, [starter]);
	await stream.until(({ system }) => system("connected").length === 1);
	const garbage = [
		...["", "null", "[]", "7", '"x"', "{", "\u0000", "9".repeat(100_000)],
		...[{ event: "chat.message" }, { channel, event: "chat.message", id: 5, data: {} }, { channel, type: "signal" }],
		...[
			{ channel, event: "room.extended", id: "1-2" },
			{ channel, event: "room.left", id: "1-2", data: null },
		],
		...[
			{ channel, event: "room.joined", id: "1-2", data: {} },
			{ channel, event: "chat.message", id: "x", data: {} },
		],
		...[{ channel, type: "presence", memberId: {}, online: 1 }, { type: "evict" }, { channel, type: "evict" }],
	];
	for (const value of garbage) {
		await redis.admin.publish(channel, typeof value === "string" ? value : JSON.stringify(value));
	}
	const { id } = await send(bench, starter);
	await stream.until(({ messageIds }) => messageIds().includes(id));
	expect(stream.messageIds()).toEqual([id]);
	expect((await fetch(`${bench.url}/healthz`)).status).toBe(200);
	stream.cut();
});

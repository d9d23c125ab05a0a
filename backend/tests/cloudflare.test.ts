import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createTestHarness } from "wrangler";
import { type Bench, call, openRoom, send } from "./http-bench.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { openStream } from "./test-stream.ts";
import { startUpstashBridge, type UpstashBridge } from "./upstash-bridge.ts";

// The very bundle and configuration that are deployed, in the runtime that Cloudflare runs, on this machine.
const configPath = new URL("../wrangler.jsonc", import.meta.url);
let redis: RedisServer;
let bridge: UpstashBridge;
let bench: Bench;
let worker: ReturnType<typeof createTestHarness>;

const workers = (vars: Record<string, string> = {}) => ({
	workers: [
		{
			configPath,
			vars: { ...vars, RATE_LIMITS: "off", UPSTASH_REDIS_REST_URL: bridge.url },
			secrets: { UPSTASH_REDIS_REST_TOKEN: bridge.token },
		},
	],
});

beforeAll(async () => {
	redis = await startRedis();
	bridge = await startUpstashBridge(redis.url);
	worker = createTestHarness(workers());
	const { url } = await worker.listen();
	bench = { url: url.origin } as Bench;
});
afterEach(async () => {
	await redis.admin.flushall();
});
afterAll(async () => {
	await worker.close();
	await bridge.close();
	await redis.close();
});

test("two streams of two requests show what is sent, and the end of the room", async () => {
	const { starter, guests } = await openRoom(bench, { guests: 1 });
	const streams = [await openStream(bench, [starter]), await openStream(bench, [guests[0]])];
	const sent: string[] = [];
	for (const member of [starter, guests[0], starter]) sent.push((await send(bench, member)).id);
	for (const stream of streams) await stream.until(({ messageIds }) => messageIds().length >= sent.length);
	expect((await call(bench, "DELETE", `/api/rooms/${starter.roomId}`, { token: starter.token })).status).toBe(204);
	for (const stream of streams) {
		await stream.ended;
		expect(stream.messageIds()).toEqual(sent);
		expect(stream.events().at(-1)).toMatchObject({ event: "chat.destroy" });
	}
	expect(await redis.admin.keys("*")).toEqual([]);
});

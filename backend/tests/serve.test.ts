import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Bench, newMember, openRoom, send } from "./http-bench.ts";
import { startOldRedis } from "./old-redis.ts";
import { handshake, textFrame } from "./raw-socket.ts";
import { freePort, startRedis } from "./redis-server.ts";
import { type Served, serve } from "./served.ts";
import { openSocket, openStream } from "./test-stream.ts";
import { startUpstashBridge } from "./upstash-bridge.ts";

const benchOf = ({ url }: Served) => ({ url }) as Bench;

test.each(["sse", "ws"] as const)(
	"the server says in one line where it is, and one that is told to stop sends %s streams away and exits with 0",
	async (transport) => {
		const served = await serve({ PORT: "0" });
		expect(served.out()).toMatch(/^Mayfly listens at http:\/\/127\.0\.0\.1:\d+ \([^\n]*memory[^\n]*\)\n$/);
		const { starter } = await openRoom(benchOf(served));
		const stream = await openStream({ ...served, transport }, [starter]);
		const { id } = await send(benchOf(served), starter);
		await stream.until(({ messageIds }) => messageIds().includes(id));
		const begun = performance.now();
		served.child.kill("SIGTERM");
		await stream.ended;
		expect(stream.frames.at(-1)).toMatchObject({ type: "reconnect" });
		expect(await served.exit).toBe(0);
		expect(performance.now() - begun).toBeLessThan(5_000);
		expect(served.err()).toBe("");
	},
);

test("a connection on which nothing is asked, and a WebSocket that says nothing, hold up no stop", async () => {
	const served = await serve({ PORT: "0" });
	const { hostname, port } = new URL(served.url);
	const silent = connect(Number(port), hostname);
	await once(silent, "connect");
	const socket = await openSocket(served.url);
	const closed = once(socket, "close");
	const begun = performance.now();
	served.child.kill("SIGTERM");
	expect(await served.exit).toBe(0);
	expect(performance.now() - begun).toBeLessThan(3_000);
	expect((await closed)[0]).toBe(1001);
	silent.destroy();
});

test("a WebSocket whose peer reads nothing holds up a stop no longer than requests may", async () => {
	const served = await serve({ PORT: "0" });
	const { starter } = await openRoom(benchOf(served));
	const { hostname, port } = new URL(served.url);
	const stuck = connect(Number(port), hostname);
	const { roomId, token } = starter;
	stuck.write(handshake(hostname));
	stuck.write(textFrame(JSON.stringify({ rooms: [{ roomId, token }] })));
	const quick = await openStream(served, [starter]);
	await quick.until(({ system }) => system("presence").length > 0);
	const begun = performance.now();
	served.child.kill("SIGTERM");
	expect(await served.exit).toBe(0);
	expect(performance.now() - begun).toBeLessThan(10_000);
	stuck.destroy();
});

test("a request that is under way when the server is told to stop is answered", async () => {
	const served = await serve({ PORT: "0" });
	const { token, seat } = newMember();
	const { roomId } = (await openRoom(benchOf(served))).starter;
	const body = JSON.stringify({ roomId, ...seat, accessHash: seat.tokenHash });
	let finish = () => {};
	const half = new ReadableStream<Uint8Array>({
		start(controller) {
			controller.enqueue(Buffer.from(body.slice(0, 20)));
			finish = () => {
				controller.enqueue(Buffer.from(body.slice(20)));
				controller.close();
			};
		},
	});
	const init = { method: "POST", headers: { "content-type": "application/json" }, body: half, duplex: "half" };
	const answer = fetch(`${served.url}/api/rooms`, init as RequestInit);
	await wait(300);
	served.child.kill("SIGTERM");
	await wait(300);
	finish();
	expect((await answer).status).toBe(409);
	expect(await served.exit).toBe(0);
	expect(token).toHaveLength(43);
});

test("a stream over Redis is offline for others as soon as its server has stopped", async () => {
	const redis = await startRedis();
	const [one, two] = await Promise.all([1, 2].map(() => serve({ PORT: "0", REDIS_URL: redis.url })));
	if (one === undefined || two === undefined) throw new Error("unreachable");
	const { starter, guests } = await openRoom(benchOf(one), { guests: 1 });
	const here = await openStream(one, [starter]);
	const there = await openStream(two, [guests[0]]);
	const told = () =>
		there.system("presence").flatMap(({ memberId, online }) => (memberId === starter.memberId ? [online] : []));
	const { id } = await send(benchOf(two), guests[0]);
	await here.until(({ messageIds }) => messageIds().includes(id));
	await there.until(() => told().at(-1) === true);
	one.child.kill("SIGTERM");
	expect(await one.exit).toBe(0);
	await there.until(() => told().at(-1) === false, 2_000);
	there.cut();
	await redis.close();
});

test("a port that is taken is said in one line, and the exit is 1", async () => {
	const other = createServer().listen(0, "127.0.0.1");
	await once(other, "listening");
	const port = String((other.address() as { port: number }).port);
	const served = await serve({ PORT: port });
	expect(await served.exit).toBe(1);
	expect(served.err()).toBe(`Port ${port} at 127.0.0.1 is taken: set PORT to another one.\n`);
	other.close();
});

test("a Redis that does not answer is said in one line without its address, and the exit is 1", async () => {
	const served = await serve({ PORT: "0", REDIS_URL: `redis://:hunter2@127.0.0.1:${await freePort()}` });
	expect(await served.exit).toBe(1);
	expect(served.err()).toBe("Redis does not answer: see REDIS_URL.\n");
});

test("a Redis that no waiting makes new enough is said in one line, and the exit is 1", async () => {
	const old = await startOldRedis("standalone");
	const served = await serve({ PORT: "0", REDIS_URL: old.url });
	expect(await served.exit).toBe(1);
	expect(served.err()).toBe("REDIS_URL: this is Redis 6.2.14; Mayfly needs Redis 7.0 or newer, or Valkey.\n");
	expect(served.out()).toBe("");
	old.close();
});

test("over Upstash's REST it says so, serves, and stops as over any Redis", async () => {
	const redis = await startRedis();
	const bridge = await startUpstashBridge(redis.url);
	const env = { PORT: "0", UPSTASH_REDIS_REST_URL: bridge.url, UPSTASH_REDIS_REST_TOKEN: bridge.token };
	const served = await serve(env);
	expect(served.out()).toMatch(/rooms are in upstash\)\n$/);
	const { starter } = await openRoom(benchOf(served));
	const stream = await openStream(served, [starter]);
	const { id } = await send(benchOf(served), starter);
	await stream.until(({ messageIds }) => messageIds().includes(id));
	expect(await (await fetch(`${served.url}/healthz`)).json()).toEqual({ status: "ok", store: "upstash" });
	served.child.kill("SIGTERM");
	await stream.ended;
	expect(await served.exit).toBe(0);
	expect(served.err()).toBe("");
	await bridge.stop();
	const without = await serve(env);
	expect(await without.exit).toBe(1);
	expect(without.err()).toBe("Redis does not answer: see UPSTASH_REDIS_REST_URL.\n");
	await bridge.close();
	await redis.close();
});

test("a wrong variable is said in one line, and the exit is 1", async () => {
	const served = await serve({ PORT: "http" });
	expect(await served.exit).toBe(1);
	expect(served.err()).toMatch(/^PORT: [^\n]+\n$/);
});

test("lifted budgets are said at the start", async () => {
	const served = await serve({ PORT: "0", RATE_LIMITS: "off" });
	await expect.poll(served.err).toMatch(/^RATE_LIMITS=off/);
});

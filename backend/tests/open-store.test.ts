import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test, vi } from "vitest";
import { readConfig } from "../config.ts";
import { createBody, expectProblem } from "../store/contract/bench.ts";
import { openStore } from "../store/open-store.ts";
import { freePort, startRedis } from "./redis-server.ts";

test("without an address of a Redis rooms are kept in memory", async () => {
	const store = await openStore(readConfig({}));
	expect(store.kind).toBe("memory");
	await store.close();
});

test("RATE_LIMITS=off lifts the budgets of either store", async () => {
	const server = await startRedis();
	for (const env of [{}, { REDIS_URL: server.url }]) {
		const store = await openStore(readConfig({ ...env, RATE_LIMITS: "off" }));
		const room = createBody();
		await store.create(room);
		await Promise.all(Array.from({ length: 40 }, () => store.signal(room, "eA")));
		await store.close();
	}
	await server.close();
});

test("a Redis that is away does not stop the start, and is used once it is there", async () => {
	const server = await startRedis();
	await server.kill();
	const store = await openStore(readConfig({ REDIS_URL: server.url }));
	await expectProblem(store.ping(), "store-unavailable");
	await server.start();
	await vi.waitFor(() => store.ping(), { timeout: 5_000 });
	await store.create(createBody());
	await store.close();
	await server.close();
});

test("a Redis older than 7 is refused with the version that is needed", async () => {
	const port = await freePort();
	// As much of Redis 6 as is asked before the refusal: every command gets the same INFO.
	const info = "# Server\r\nredis_version:6.2.14\r\n";
	const old = createServer((socket) => {
		socket.on("error", () => {});
		socket.on("data", (data) => {
			for (const _ of String(data).matchAll(/^\*/gm)) socket.write(`$${info.length}\r\n${info}\r\n`);
		});
	}).listen(port, "127.0.0.1");
	await once(old, "listening");
	await expect(openStore(readConfig({ REDIS_URL: `redis://127.0.0.1:${port}` }))).rejects.toThrow(
		"REDIS_URL: this is Redis 6.2.14; Mayfly needs Redis 7.0 or newer, or Valkey.",
	);
	old.close();
});

test("a Redis that does not let us in is refused without a word of the password", async () => {
	const server = await startRedis(["--requirepass", "sesame"]);
	const opening = (userinfo: string) => openStore(readConfig({ REDIS_URL: server.url.replace("//", `//${userinfo}`) }));
	await expect(opening("")).rejects.toThrow("REDIS_URL: Redis refuses this user or password.");
	await expect(opening(":hunter2@")).rejects.toThrow("REDIS_URL: Redis refuses this user or password.");
	const store = await opening(":sesame@");
	await store.create(createBody());
	await store.close();
	await server.close();
});

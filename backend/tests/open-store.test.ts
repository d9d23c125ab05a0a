import { expect, test, vi } from "vitest";
import { readConfig } from "../config.ts";
import { createBody, expectProblem } from "../store/contract/bench.ts";
import { openStore } from "../store/open-store.ts";
import { startOldRedis } from "./old-redis.ts";
import { startRedis } from "./redis-server.ts";

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

test.each(["standalone", "cluster"] as const)(
	"a Redis older than 7 (%s) is refused with the version that is needed",
	async (mode) => {
		const old = await startOldRedis(mode);
		await expect(openStore(readConfig({ REDIS_URL: old.url }))).rejects.toThrow(
			"REDIS_URL: this is Redis 6.2.14; Mayfly needs Redis 7.0 or newer, or Valkey.",
		);
		old.close();
	},
);

test("rooms are in the database that was asked for, and a Redis that has no such one is refused", async () => {
	const server = await startRedis(["--databases", "4"]);
	await expect(openStore(readConfig({ REDIS_URL: `${server.url}/4` }))).rejects.toThrow(
		"REDIS_URL: Redis refuses database 4.",
	);
	const store = await openStore(readConfig({ REDIS_URL: `${server.url}/3` }));
	await store.create(createBody());
	expect(await server.admin.dbsize()).toBe(0);
	await server.admin.select(3);
	expect(await server.admin.dbsize()).toBeGreaterThan(0);
	await store.close();
	await server.close();
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

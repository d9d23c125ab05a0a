import type { Redis } from "ioredis";

/**
 * Lets Redis' clock run by `ms` as the rooms see it, or back if negative: all times they hold are moved the other
 * way. (Scripts ask Redis for the time; there is no other clock to hand in.)
 */
export async function advanceRooms(redis: Redis, ms: number): Promise<void> {
	for (const key of await redis.keys("*:room")) await advanceRoom(redis, key.replace(/:room$/, ""), ms);
}

async function advanceRoom(redis: Redis, tagged: string, ms: number): Promise<void> {
	for (const field of ["created", "expires"]) await redis.hincrby(`${tagged}:room`, field, -ms);
	// The time of the newest event stands in the stream too and cannot be moved there: it only seems later.
	if (ms < 0) await redis.hincrby(`${tagged}:room`, "ms", -ms);
	await mapHash(redis, `${tagged}:leases`, (value) => value.replace(/^\d+/, (time) => String(Number(time) - ms)));
	await mapHash(redis, `${tagged}:budgets`, (value) => String(Number(value) - ms));
	const expires = Number(await redis.hget(`${tagged}:room`, "expires"));
	for (const key of [tagged.slice(1, -1), ...(await redis.keys(`${tagged}:*`))]) await redis.pexpireat(key, expires);
}

async function mapHash(redis: Redis, key: string, map: (value: string) => string): Promise<void> {
	for (const [field, value] of Object.entries(await redis.hgetall(key))) {
		if (field !== "") await redis.hset(key, field, map(value));
	}
}

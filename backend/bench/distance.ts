import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { freePort, startRedis } from "../tests/redis-server.ts";
import { bareRelay } from "./contenders/bare-relay.ts";
import type { Contender } from "./contenders/contender.ts";
import { mayfly } from "./contenders/mayfly.ts";
import { startMeasured, startRelay, startServer } from "./processes.ts";
import { compare, median } from "./ratios.ts";
import { printPart, verdict } from "./report.ts";
import { type Effort, takeTurns } from "./rounds.ts";

/** Each way, ms. */
const delayMs = 10;
const messagesARound = 20;
const gapMs = 20;
const target = { most: 1 };

async function round({ once }: Contender): Promise<number> {
	const took: number[] = [];
	for (let at = 0; at < messagesARound; at++) {
		took.push(await once(`${at} ${Math.random()}`));
		await wait(gapMs);
	}
	return median(took);
}

/** What a round trip really takes: a timer is late by up to a millisecond, each way. */
async function roundTripMs(url: string): Promise<number> {
	const redis = new Redis(url);
	const took: number[] = [];
	for (let at = 0; at < 21; at++) {
		const from = performance.now();
		await redis.ping();
		took.push(performance.now() - from);
	}
	redis.disconnect();
	return median(took);
}

/** Send → shown with Redis 20 ms away, of 2 members: how many more round trips Mayfly waits for than the bare relay. */
export async function benchDistance(effort: Effort): Promise<void> {
	const redis = await startRedis();
	const port = await freePort();
	const proxy = await startMeasured("bench/delay-proxy.ts", [port, redis.port, delayMs].map(String));
	const url = `redis://127.0.0.1:${port}`;
	const [server, relay] = [await startServer(url), await startRelay(url)];
	const [ours, theirs] = [await mayfly(server.url, 2, "ws"), await bareRelay(relay.url, 2)];
	const measured = await takeTurns(effort, {
		ours: () => round(ours),
		relay: () => round(theirs),
		trip: () => roundTripMs(url),
	});
	const ratio = compare(measured.ours, measured.relay);
	const tripMs = median(measured.trip);
	const trips = measured.ours.map((ms, at) => (ms - (measured.relay[at] ?? Number.NaN)) / tripMs);
	const cells = [ratio.ours, ratio.yardstick, tripMs].map((ms) => ms.toFixed(1));
	const apart = `${Math.min(...trips).toFixed(2)}–${Math.max(...trips).toFixed(2)}`;
	printPart(
		"`distance`: send → shown with Redis 20 ms away",
		["Mayfly, ms", "bare relay, ms", "a round trip, ms", "more round trips", "rounds", "target"],
		[[...cells, median(trips).toFixed(2), apart, verdict(median(trips), target, "")]],
	);
	for (const closing of [ours, theirs]) closing.close();
	for (const process of [server, relay, proxy]) process.stop();
	await redis.close();
}

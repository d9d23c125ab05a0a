import { setTimeout as wait } from "node:timers/promises";
import { startRedis } from "../tests/redis-server.ts";
import { bareRelay } from "./contenders/bare-relay.ts";
import type { Contender } from "./contenders/contender.ts";
import { mayfly } from "./contenders/mayfly.ts";
import { refetch } from "./contenders/refetch.ts";
import { socketIo } from "./contenders/socket-io.ts";
import { startMeasured, startRelay, startServer, startServerFile } from "./processes.ts";
import { compare, median, percentile } from "./ratios.ts";
import { printPart, ratioCells, times } from "./report.ts";
import { type Effort, takeTurns } from "./rounds.ts";

const messagesARound = 30;
/**
 * Long enough for a message to be through before the next, and for its frame to be over: this measures delay, not
 * throughput, and what comes within one frame of a screen is shown with that frame's end on purpose.
 */
const gapMs = 20;
/** By list and refetch the others' fetches go on after the reader's own: so much more for each, before the next message. */
const fetchMs = 2;

const bySse = "Mayfly by server-sent events";
/** What Mayfly by WebSocket, which clients take where one opens, may be of each. */
const targets: Record<string, { most: number }> = {
	"bare relay": { most: 1.5 },
	"list and refetch": { most: 1 },
	"socket.io": { most: 1 },
};

/** One round: the ms of each message. */
async function round({ once }: Contender, pauseMs: number): Promise<number[]> {
	const took: number[] = [];
	for (let at = 0; at < messagesARound; at++) {
		took.push(await once(`${at} ${Math.random()}`));
		await wait(pauseMs);
	}
	return took;
}

async function startAll(redisUrl: string) {
	const bridge = await startMeasured("bench/yardsticks/upstash-bridge.ts", [redisUrl]);
	const { url, token } = JSON.parse(bridge.line) as { url: string; token: string };
	const env = { BRIDGE_URL: url, BRIDGE_TOKEN: token };
	const servers = {
		ours: await startServer(redisUrl),
		relay: await startRelay(redisUrl),
		refetches: await startServerFile("bench/yardsticks/refetch.ts", [], env),
		socketIos: await startServerFile("bench/yardsticks/socket-io.ts", [redisUrl]),
	};
	const stop = () => {
		for (const process of [bridge, ...Object.values(servers)]) process.stop();
	};
	return { ...servers, stop };
}

/** Send → shown, Mayfly's whole client with its sealing beside three others over the same Redis, taking turns. */
export async function benchSendToShown(effort: Effort): Promise<void> {
	const redis = await startRedis();
	const servers = await startAll(redis.url);
	const rows: string[][] = [];
	for (const members of [2, 20, 50]) {
		const contenders = {
			ws: await mayfly(servers.ours.url, members, "ws"),
			[bySse]: await mayfly(servers.ours.url, members, "sse"),
			"bare relay": await bareRelay(servers.relay.url, members),
			"list and refetch": await refetch(servers.refetches.url, members),
			"socket.io": await socketIo(servers.socketIos.url, members),
		};
		const measured = await takeTurns(effort, {
			ws: () => round(contenders.ws, gapMs),
			[bySse]: () => round(contenders[bySse], gapMs),
			"bare relay": () => round(contenders["bare relay"], gapMs),
			"list and refetch": () => round(contenders["list and refetch"], gapMs + fetchMs * members),
			"socket.io": () => round(contenders["socket.io"], gapMs),
		});
		for (const contender of Object.values(contenders)) contender.close();
		const { ws: ours, ...others } = measured;
		for (const [name, rounds] of Object.entries(others)) {
			rows.push([`${members} members`, ...cellsOf(ours, name, rounds)]);
		}
	}
	printPart("`messages`: from the press of Send to the message on the other's screen", head, rows);
	servers.stop();
	await redis.close();
}

const head = ["", "beside", "p50, ms", "its p50", "ratio", "rounds", "target", "p99, ms", "its p99", "ratio of p99"];

/** p50 is the median of the rounds' own; p99 is of all rounds' messages together, a round has too few. */
function cellsOf(ours: number[][], name: string, theirs: number[][]): string[] {
	const ms = (value: number) => value.toFixed(1);
	const [mine, its] = [percentile(ours.flat(), 0.99), percentile(theirs.flat(), 0.99)];
	const p50 = ratioCells(compare(ours.map(median), theirs.map(median)), ms, targets[name]);
	return [name, ...p50, ms(mine), ms(its), times(mine / its)];
}

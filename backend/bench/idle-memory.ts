import { setTimeout as wait } from "node:timers/promises";
import { nanoid } from "nanoid";
import { startRedis } from "../tests/redis-server.ts";
import type { Way } from "./contenders/mayfly.ts";
import { startFullRoom } from "./member.ts";
import { type Server, startMeasured, startServer, startServerFile } from "./processes.ts";
import { compare } from "./ratios.ts";
import { printPart, ratioCells, verdict } from "./report.ts";
import { type Effort, takeTurns } from "./rounds.ts";
import type { LoadStream } from "./stream-load.ts";
import { rawStream, streamOf } from "./streams-of.ts";

const seats = 10;
const roomCount = 200;
/** Memory hardly differs from one fresh process to the next. */
const mostRounds = 3;
const target = { most: 1.5 };
/** KB. */
const mostOfSocket = { most: 16 };
/** What is said at the opening must be over before memory is measured. */
const settleMs = 1_000;

type Held = { rss: number; heap: number };

/** What a fresh server holds more with the streams than without, bytes a stream. */
async function turn(start: () => Promise<Server>, streamsOf: (server: Server) => LoadStream[]): Promise<Held> {
	const server = await start();
	const load = await startMeasured("bench/stream-load.ts", []);
	const streams = streamsOf(server);
	const none = await server.memory();
	await load.ask({ open: streams });
	await wait(settleMs);
	const all = await server.memory();
	load.stop();
	server.stop();
	return { rss: (all.rss - none.rss) / streams.length, heap: (all.heap - none.heap) / streams.length };
}

/** Memory of an idle stream, beside a server that does nothing but hold its responses. */
export async function benchIdleMemory(effort: Effort): Promise<void> {
	const redis = await startRedis();
	const first = await startServer(redis.url);
	const rooms = await Promise.all(Array.from({ length: roomCount }, () => startFullRoom(first.url, seats)));
	first.stop();
	const members = rooms.flat();
	const channels = rooms.map(() => `r${nanoid(21)}`);
	const ours = (way: Way) => () =>
		turn(
			() => startServer(redis.url),
			(server) => members.map((member) => streamOf(server, member, way)),
		);
	const raw = (way: Way) => () =>
		turn(
			() => startServerFile("bench/yardsticks/raw-streams.ts", [redis.url]),
			(server) => channels.flatMap((channel) => Array.from({ length: seats }, () => rawStream(server, channel, way))),
		);
	const cold = { rounds: Math.min(effort.rounds, mostRounds), isCold: true };
	const measured = {
		sse: await takeTurns(cold, { ours: ours("sse"), raw: raw("sse") }),
		ws: await takeTurns(cold, { ours: ours("ws"), raw: raw("ws") }),
	};
	const row = (name: string, way: Way, of: keyof Held) => {
		const [mine, its] = [measured[way].ours, measured[way].raw].map((rounds) => rounds.map((held) => held[of]));
		const ratio = compare(mine ?? [], its ?? []);
		const cells = ratioCells(ratio, kilobytes, way === "sse" ? target : undefined);
		// A WebSocket's goal is a size of its own.
		if (way === "ws") cells[cells.length - 1] = verdict(ratio.ours / 1024, mostOfSocket, " KB");
		return [name, ...cells];
	};
	const rows = [
		row("server-sent events, the process (RSS)", "sse", "rss"),
		row("server-sent events, JavaScript's heap and buffers", "sse", "heap"),
		row("WebSocket, the process (RSS)", "ws", "rss"),
		row("WebSocket, JavaScript's heap and buffers", "ws", "heap"),
	];
	const head = [`a stream of ${members.length}`, "Mayfly, KB", "raw, KB", "ratio", "rounds", "target"];
	printPart("`memory`: what an idle stream holds", head, rows);
	await redis.close();
}

const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(1);

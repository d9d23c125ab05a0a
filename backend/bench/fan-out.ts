import { setTimeout as wait } from "node:timers/promises";
import { nanoid } from "nanoid";
import { startRedis } from "../tests/redis-server.ts";
import { sealedCharacters } from "./contenders/contender.ts";
import { sealedText, sendText, startFullRoom } from "./member.ts";
import { type Server, startMeasured, startServer, startServerFile } from "./processes.ts";
import { compare } from "./ratios.ts";
import { printPart, ratioCells } from "./report.ts";
import { type Effort, takeTurns } from "./rounds.ts";
import type { LoadStream } from "./stream-load.ts";
import { rawStream, streamOf } from "./streams-of.ts";

const seats = 50;
const wayNames = { sse: "server-sent events", ws: "WebSockets" };
const messagesARound = 100;
/** Messages come one by one: each stream is written to once a message, nothing is gathered. */
const gapMs = 4;
const target = { most: 1.1 };
const text = sealedText((sealedCharacters / 4) * 3);

/** Waits until the server does nothing any more: who came online was told to all. */
async function settled(server: Server): Promise<void> {
	for (let before = await server.cpuMicros(); ; ) {
		await wait(250);
		const now = await server.cpuMicros();
		if (now - before < 10_000) return;
		before = now;
	}
}

/** As many streams as asked for on one server; a turn sends so many messages and resolves to the CPU µs a delivery. */
async function audience(server: Server, streams: LoadStream[], send: (at: number) => Promise<unknown>) {
	const load = await startMeasured("bench/stream-load.ts", []);
	await load.ask({ open: streams });
	await settled(server);
	// What the rooms' histories brought is none of the turns'.
	let expected = (await load.ask({ until: 0 })) as number;
	return {
		async turn(): Promise<number> {
			const before = await server.cpuMicros();
			for (let at = 0; at < messagesARound; at++) {
				await send(at);
				await wait(gapMs);
			}
			expected += messagesARound * seats;
			await load.ask({ until: expected });
			return ((await server.cpuMicros()) - before) / (messagesARound * seats);
		},
		stop: load.stop,
	};
}

/** An event as long as ours. */
const eventOf = (roomId: string): string => {
	const [cursor, sender, id] = [`${Date.now()}-100`, nanoid(22), nanoid(21)];
	const data = { id, sender, text, roomId, timestamp: Date.now() };
	return JSON.stringify({ id: cursor, channel: roomId, event: "chat.message", data });
};

/**
 * What one delivery costs the process that holds the streams, beside raw writes of the same bytes. Messages are
 * accepted by another process over the same Redis, so that none of the send is in it.
 */
export async function benchFanOut(effort: Effort): Promise<void> {
	const redis = await startRedis();
	const [accepting, server] = [await startServer(redis.url), await startServer(redis.url)];
	const raw = await startServerFile("bench/yardsticks/raw-streams.ts", [redis.url]);
	const rows: string[][] = [];
	for (const roomCount of [4, 20]) {
		const rooms = await Promise.all(Array.from({ length: roomCount }, () => startFullRoom(accepting.url, seats)));
		const channels = rooms.map(() => `r${nanoid(21)}`);
		for (const way of ["sse", "ws"] as const) {
			const ours = await audience(
				server,
				rooms.flatMap((members) => members.map((member) => streamOf(server, member, way))),
				async (at) => {
					const member = rooms[at % roomCount]?.[0];
					if (member) await sendText(accepting.url, member, text);
				},
			);
			const theirs = await audience(
				raw,
				channels.flatMap((channel) => Array.from({ length: seats }, () => rawStream(raw, channel, way))),
				(at) => redis.admin.publish(channels[at % roomCount] ?? "", eventOf(channels[at % roomCount] ?? "")),
			);
			const measured = await takeTurns(effort, { ours: ours.turn, raw: theirs.turn });
			const cells = ratioCells(compare(measured.ours, measured.raw), (µs) => µs.toFixed(1), target);
			rows.push([`${roomCount * seats} streams, ${wayNames[way]}`, ...cells]);
			ours.stop();
			theirs.stop();
		}
	}
	const head = ["", "Mayfly, µs", "raw writes, µs", "ratio", "rounds", "target"];
	printPart("`fanout`: the server's CPU time for one delivery", head, rows);
	for (const process of [accepting, server, raw]) process.stop();
	await redis.close();
}

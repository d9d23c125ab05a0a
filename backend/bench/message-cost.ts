import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { nanoid } from "nanoid";
import { openStore } from "../store/open-store.ts";
import { startRedis } from "../tests/redis-server.ts";
import type { Way } from "./contenders/mayfly.ts";
import { type CountedCommands, countCommands } from "./counted-commands.ts";
import { type Member, sealedText, sendText, startFullRoom } from "./member.ts";
import { type Server, startServer } from "./processes.ts";
import { openConnection, postRequest } from "./raw-http.ts";
import { printPart } from "./report.ts";
import type { LoadStream } from "./stream-load.ts";
import { streamOf } from "./streams-of.ts";

const messages = 100;
/** The sealed text of a short message: 256 characters. */
const sealedBytes = 192;
const idleRooms = 10;
const idleMs = 60_000;
/** By then what an act leads to is over: leases are given back, channels left. */
const settleMs = 500;

const budgets = { message: 1, connect: 2, resume: 2, idleMinute: 2, eventBytes: 230 };

/** A stream by its bare socket: every byte that HTTP needs is counted, not TCP's. */
type CountedStream = {
	bytes(): number;
	/** The JSON of the messages, as they came. */
	events(): string[];
	close(): void;
};

async function openCounted({ port, request, opened }: LoadStream): Promise<CountedStream> {
	const socket = connect({ port, host: "127.0.0.1" });
	// ASCII throughout: characters are bytes.
	let heard = "";
	socket.setEncoding("latin1").on("data", (chunk) => {
		heard += chunk;
	});
	socket.write(request, "latin1");
	while (!heard.includes(opened)) await once(socket, "data");
	return {
		bytes: () => heard.length,
		events: () => Array.from(heard.matchAll(/\{"id":"[^{}]*"chat\.message"[^{}]*\{[^{}]*\}\}/g), ([json]) => json),
		close: () => socket.destroy(),
	};
}

type Line = { name: string; value: number; budget?: number };

/** Commands a message, whatever the number of members who read. */
async function countMessages(server: Server, counted: CountedCommands, members: number, way: Way): Promise<Line[]> {
	const room = await startFullRoom(server.url, members);
	const streams = await Promise.all(room.map((member) => openCounted(streamOf(server, member, way))));
	const text = sealedText(sealedBytes);
	// The first compiles the script.
	await sendText(server.url, room[0], text);
	await wait(settleMs);
	const before = streams[0]?.bytes() ?? 0;
	counted.take();
	for (let at = 0; at < messages; at++) await sendText(server.url, room[0], text);
	await wait(settleMs);
	const { commands } = counted.take();
	const events = streams.map((stream) => stream.events().slice(-messages));
	if (events.some((came) => came.length !== messages)) throw new Error("not every message came");
	const eventBytes = (events[0] ?? []).reduce((sum, json) => sum + json.length, 0) / messages - text.length;
	const wireBytes = ((streams[0]?.bytes() ?? 0) - before) / messages - text.length;
	for (const stream of streams) stream.close();
	await wait(settleMs);
	const wayName = { sse: "server-sent events", ws: "a WebSocket" }[way];
	return [
		{
			name: `commands a message, ${members} members, by ${wayName}`,
			value: commands / messages,
			budget: budgets.message,
		},
		{ name: "bytes of its event beyond the sealed text", value: eventBytes, budget: budgets.eventBytes },
		// What HTTP and server-sent events put around an event is theirs; README.md says how much it is beyond.
		{
			name: `the same on the wire of ${wayName}`,
			value: wireBytes,
			...(way === "ws" ? { budget: budgets.eventBytes } : {}),
		},
	];
}

/** Commands of a stream's opening, as the first of its room in this process: nothing there yet is shared. */
async function countOpenings(server: Server, counted: CountedCommands): Promise<Line[]> {
	const [member] = await startFullRoom(server.url, 2);
	const open = async (after?: string) => {
		counted.take();
		const stream = await openCounted(streamOf(server, member, "ws", after));
		await wait(settleMs);
		const { commands } = counted.take();
		return { stream, commands };
	};
	const connected = await open();
	await sendText(server.url, member, sealedText(sealedBytes));
	await wait(settleMs);
	const { id } = JSON.parse(connected.stream.events().at(-1) ?? "{}") as { id: string };
	connected.stream.close();
	await wait(settleMs);
	const resumed = await open(id);
	resumed.stream.close();
	await wait(settleMs);
	return [
		{ name: "commands to connect to a room", value: connected.commands, budget: budgets.connect },
		{ name: "commands to resume in a room", value: resumed.commands, budget: budgets.resume },
	];
}

/** Commands of rooms in which two people are and nobody speaks, over a whole minute. */
async function countIdle(server: Server, counted: CountedCommands): Promise<Line[]> {
	const rooms = await Promise.all(Array.from({ length: idleRooms }, () => startFullRoom(server.url, 2)));
	// By server-sent events: a bare socket answers no ping of a WebSocket, and is cut within the minute.
	const streams = await Promise.all(rooms.flat().map((member) => openCounted(streamOf(server, member, "sse"))));
	await wait(settleMs);
	counted.take();
	await wait(idleMs);
	const { commands, pings } = counted.take();
	for (const stream of streams) stream.close();
	return [
		{ name: "commands an idle room and minute", value: commands / idleRooms, budget: budgets.idleMinute },
		{ name: "pings of the process's own connections a minute", value: pings },
	];
}

/** Bytes of one send and its answer, with the fewest headers that a client can send. */
async function countSend(server: Server): Promise<Line[]> {
	const [member] = await startFullRoom(server.url, 2);
	const connection = await openConnection(server.url);
	const request = sendRequest(server, member, sealedText(sealedBytes));
	const answer = await connection.ask(request);
	connection.close();
	return [
		{
			name: "bytes up of a send beyond the sealed text, headers counted",
			value: request.length - (sealedBytes / 3) * 4,
		},
		{ name: "bytes down of its answer, headers counted", value: answer.length },
	];
}

const sendRequest = ({ url }: Server, { roomId, token }: Member, text: string): string =>
	postRequest(`${url}/api/rooms/${roomId}/messages`, JSON.stringify({ id: nanoid(21), text }), {
		authorization: `Bearer ${token}`,
	});

/** Has Redis know the pulse's script, which otherwise the first pulses of all bring there once. */
async function loadPulse(redisUrl: string): Promise<void> {
	const store = await openStore({ store: { kind: "redis", url: redisUrl }, rateLimits: false });
	await store.pulse(`r${nanoid(21)}`, []);
	await store.close();
}

/** Counts what things cost and prints it. Resolves to whether all is within the budgets. */
export async function benchMessageCost(): Promise<boolean> {
	const redis = await startRedis();
	const server = await startServer(redis.url);
	await loadPulse(redis.url);
	const counted = await countCommands(redis.admin);
	const lines = [
		...(await countMessages(server, counted, 2, "ws")),
		...(await countMessages(server, counted, 50, "sse")),
		...(await countOpenings(server, counted)),
		...(await countIdle(server, counted)),
		...(await countSend(server)),
	];
	const isWithin = ({ value, budget }: Line) => budget === undefined || value <= budget;
	const rows = lines.map((line) => {
		const { name, value, budget } = line;
		const word = isWithin(line) ? "within" : "beyond";
		return [name, String(Number(value.toFixed(2))), budget === undefined ? "–" : `${budget}: ${word}`];
	});
	printPart("`cost`: what a message, a stream and an idle room cost", ["", "counted", "budget"], rows);
	counted.stop();
	server.stop();
	await redis.close();
	return lines.every(isWithin);
}

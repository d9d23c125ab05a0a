import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { startRedis } from "../tests/redis-server.ts";
import { type Member, sealedText, sendText, startRoom, streamBody } from "./member.ts";
import { startServer } from "./processes.ts";

const messages = 200;
/** The sealed text of a usual message: 384 characters. */
const sealedBytes = 288;
/** Budgets: commands from the server to Redis, and what an event has beyond the sealed text, bytes. */
const mostCommands = 1;
const mostEventBytes = 230;

/** `events`: the lengths of the events' JSON, as they came. */
type CountedStream = { bytes(): number; events(): number[]; close(): void };

/** A stream by its bare socket: every byte that HTTP needs is counted, not TCP's. */
async function openCountedStream(server: string, member: Member): Promise<CountedStream> {
	const { hostname, port, host } = new URL(server);
	const socket = connect(Number(port), hostname);
	const body = streamBody(member);
	// ASCII throughout: characters are bytes.
	let heard = "";
	socket.setEncoding("latin1").on("data", (chunk) => {
		heard += chunk;
	});
	socket.write(
		`POST /api/stream HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
	);
	await wait(500);
	return {
		bytes: () => heard.length,
		events: () => Array.from(heard.matchAll(/^data: (.*"chat\.message".*)$/gm), ([, json = ""]) => json.length),
		close: () => socket.destroy(),
	};
}

/** Counts what one message costs and prints it. Resolves to whether it is within the budgets. */
export async function benchMessageCost(): Promise<boolean> {
	const redis = await startRedis();
	const server = await startServer(redis.url);
	const member = await startRoom(server.url);
	const stream = await openCountedStream(server.url, member);
	await sendText(server.url, member, sealedText(sealedBytes));
	await wait(100);

	let commands = 0;
	const monitor = await redis.admin.monitor();
	monitor.on("monitor", (_time: string, [name = ""]: string[], source: string) => {
		// What a script does inside Redis crosses no wire; the server's pings come by time, not by message.
		if (source !== "lua" && !/^(ping|monitor)$/i.test(name)) commands++;
	});
	const text = sealedText(sealedBytes);
	const before = stream.bytes();
	for (let at = 0; at < messages; at++) await sendText(server.url, member, text);
	await wait(200);
	const commandsEach = commands / messages;
	const events = stream.events().slice(-messages);
	if (events.length !== messages) throw new Error(`${events.length} of ${messages} messages came`);
	const eventBytes = events.reduce((sum, length) => sum + length) / messages - text.length;
	const wireBytes = (stream.bytes() - before) / messages - text.length;

	console.log("what a message costs, on average | budget");
	console.log(`  commands to Redis: ${commandsEach.toFixed(2)} | ${mostCommands}`);
	console.log(`  bytes of the event beyond the sealed text: ${eventBytes.toFixed(0)} | ${mostEventBytes}`);
	console.log(`  the same with what SSE and HTTP put around it: ${wireBytes.toFixed(0)}`);
	monitor.disconnect();
	stream.close();
	server.stop();
	await redis.close();
	return commandsEach <= mostCommands && eventBytes <= mostEventBytes;
}

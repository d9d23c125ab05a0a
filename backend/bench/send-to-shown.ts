import { randomBytes } from "node:crypto";
import { createParser } from "eventsource-parser";
import { deriveRoomKeys } from "../../extension/crypto/keys.ts";
import { parseLink } from "../../extension/crypto/link.ts";
import { createLocalRooms, type LocalRooms } from "../../extension/hub/local.ts";
import { createMemoryStorage } from "../../extension/hub/memory-storage.ts";
import type { LiveRoom } from "../../extension/hub/rooms.ts";
import { freePort, startRedis } from "../tests/redis-server.ts";
import { streamBody, takeSeat } from "./member.ts";
import { startProcess, startServer } from "./processes.ts";
import { compare, type Rounds } from "./ratios.ts";

const rounds = 7;
const messagesARound = 100;
/**
 * Long enough for a message to be through before the next, and for its frame to be over: this measures delay, not
 * throughput, and what comes within one frame of a screen is shown with that frame's end on purpose.
 */
const gapMs = 25;

/** One contender: resolves to the ms from the press of Send to the message on the other's screen. */
type Contender = { once(text: string): Promise<number>; close(): void };

const random = (bytes: number) => randomBytes(bytes).toString("base64url");

function liveRoom(rooms: LocalRooms): LiveRoom {
	const room = rooms.getSnapshot().rooms[0];
	if (room?.phase !== "live") throw new Error("the room is not open");
	return room;
}

/** Mayfly as it is: outbox, sealing, the real server on Redis, stream, opening, checking, reducing. */
async function mayfly(server: string, members: number): Promise<Contender> {
	const open = () =>
		createLocalRooms({ storage: createMemoryStorage(), builtInServer: () => server, fetch, WebSocket });
	const [sender, reader] = [open(), open()];
	const started = await sender.do({ type: "start", ttlSeconds: 3600, capacity: 50 });
	if (!started.ok || !started.link || !started.roomId) throw new Error("no room");
	const { roomId } = started;
	await reader.do({ type: "invite", link: started.link });
	const joined = await reader.do({ type: "join", roomId, name: "Quiet Heron" });
	if (!joined.ok) throw new Error(`no seat: ${joined.code}`);
	const crowd = await startCrowd(server, started.link, members - 2);

	return {
		async once(text) {
			const from = performance.now();
			const shown = new Promise<number>((resolve) => {
				const stop = reader.subscribe(() => {
					const last = liveRoom(reader).log.at(-1);
					if (last?.type !== "message" || last.text !== text) return;
					stop();
					resolve(performance.now());
				});
			});
			const sent = await sender.do({ type: "send", roomId, text });
			if (!sent.ok) throw new Error(`not sent: ${sent.code}`);
			return (await shown) - from;
		},
		close() {
			sender.close();
			reader.close();
			crowd?.kill();
		},
	};
}

/** Members by the bare protocol: their profiles don't open, which costs the server nothing less. */
async function startCrowd(server: string, link: string, count: number) {
	if (count <= 0) return null;
	const parsed = parseLink(link);
	if (!parsed) throw new Error("the link does not parse");
	const { accessKey } = await deriveRoomKeys(parsed);
	const streams: string[] = [];
	for (let member = 0; member < count; member++) {
		streams.push(`${server}/api/stream`, streamBody(await takeSeat(server, parsed.roomId, accessKey)));
	}
	return startProcess("bench/crowd.ts", streams);
}

/** The same two people over a relay that only relays; the text is as long as ours is sealed. */
async function bareRelay(server: string, members: number): Promise<Contender> {
	const channel = `${server}/room${random(6)}`;
	const stop = new AbortController();
	let heard: (text: string) => void = () => {};
	const response = await fetch(channel, { signal: stop.signal });
	const parser = createParser({ onEvent: ({ data }) => heard((JSON.parse(data) as { text: string }).text) });
	const decoder = new TextDecoder();
	void (async () => {
		for await (const chunk of response.body as AsyncIterable<Uint8Array>)
			parser.feed(decoder.decode(chunk, { stream: true }));
	})().catch(() => {});
	const others = Array.from({ length: Math.max(0, members - 2) }, () => [channel, ""]).flat();
	const crowd = others.length > 0 ? await startProcess("bench/crowd.ts", others) : null;
	return {
		async once(text) {
			const padded = text.padEnd(256, "x");
			const from = performance.now();
			const shown = new Promise<number>((resolve) => {
				heard = (got) => {
					if (got === padded) resolve(performance.now());
				};
			});
			await fetch(channel, { method: "POST", body: JSON.stringify({ text: padded }) });
			return (await shown) - from;
		},
		close() {
			stop.abort();
			crowd?.kill();
		},
	};
}

async function round(contender: Contender, name: string): Promise<number[]> {
	const times: number[] = [];
	for (let at = 0; at < messagesARound; at++) {
		times.push(await contender.once(`${name} ${at}`));
		await new Promise((next) => setTimeout(next, gapMs));
	}
	return times;
}

/** Send → shown beside the bare relay, both over the same Redis, taking turns; printed as ratios. */
export async function benchSendToShown(): Promise<void> {
	const redis = await startRedis();
	const server = await startServer(redis.url);
	const relayPort = await freePort();
	const relay = await startProcess("bench/bare-relay.ts", [String(relayPort), redis.url]);
	console.log(
		`send → shown, ms: medians of ${rounds} rounds of ${messagesARound} messages, Mayfly | bare relay | ratio`,
	);
	for (const members of [2, 20]) {
		const ours = await mayfly(server.url, members);
		const theirs = await bareRelay(`http://127.0.0.1:${relayPort}`, members);
		await round(ours, "warm-up");
		await round(theirs, "warm-up");
		const measured: Rounds = { ours: [], yardstick: [] };
		for (let at = 0; at < rounds; at++) {
			measured.ours.push(await round(ours, `round ${at}`));
			measured.yardstick.push(await round(theirs, `round ${at}`));
		}
		for (const [name, p] of [
			["p50", 0.5],
			["p99", 0.99],
		] as const) {
			const { ours: mine, yardstick, ratio } = compare(measured, p);
			console.log(
				`  ${String(members).padStart(2)} members ${name}: ${mine.toFixed(2)} | ${yardstick.toFixed(2)} | ${ratio.toFixed(2)}×`,
			);
		}
		ours.close();
		theirs.close();
	}
	server.stop();
	relay.kill();
	await redis.close();
}

import { startRedis } from "../tests/redis-server.ts";
import { sealedCharacters } from "./contenders/contender.ts";
import { type Member, sealedText, sendText, startRoom, streamBody } from "./member.ts";
import { startServer } from "./processes.ts";
import { compare, median } from "./ratios.ts";
import { readEvents } from "./read-events.ts";
import { printPart, ratioCells } from "./report.ts";
import { type Effort, takeTurns } from "./rounds.ts";

/** Events in a room before its first round. A room holds 5,000: the last leaves space for what is sent here. */
const lengths = [10, 1_000, 4_800];
const actsARound = 20;
const target = { most: 1.2 };
const text = sealedText((sealedCharacters / 4) * 3);

type Lived = { sendMs: number; resumeMs: number };

async function roomOf(server: string, events: number): Promise<Member> {
	const member = await startRoom(server);
	let left = events - 1;
	async function fill(): Promise<void> {
		while (left-- > 0) await sendText(server, member, text);
	}
	await Promise.all(Array.from({ length: 16 }, fill));
	return member;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
	const from = performance.now();
	await act();
	return performance.now() - from;
}

async function cursorOf(server: string, { roomId, token }: Member): Promise<string> {
	const answer = await fetch(`${server}/api/rooms/${roomId}`, { headers: { authorization: `Bearer ${token}` } });
	return ((await answer.json()) as { cursor: string }).cursor;
}

/** Resolves once the stream says that the room is attached: with this cursor it has nothing to replay. */
async function resume(server: string, member: Member, after: string): Promise<void> {
	let attached = () => {};
	const isAttached = new Promise<void>((resolve) => {
		attached = resolve;
	});
	const stream = await readEvents(
		`${server}/api/stream`,
		(data) => {
			if (data.includes('"connected"')) attached();
		},
		{ method: "POST", headers: { "content-type": "application/json" }, body: streamBody(member, after) },
	);
	await isAttached;
	stream.close();
}

async function turn(server: string, member: Member): Promise<Lived> {
	const [sends, resumes]: [number[], number[]] = [[], []];
	for (let at = 0; at < actsARound; at++) {
		sends.push(await timed(() => sendText(server, member, text)));
		const after = await cursorOf(server, member);
		resumes.push(await timed(() => resume(server, member, after)));
	}
	return { sendMs: median(sends), resumeMs: median(resumes) };
}

/** A send, and a stream resumed at the end, in rooms that have seen little and much. */
export async function benchHistory(effort: Effort): Promise<void> {
	const redis = await startRedis();
	const server = await startServer(redis.url);
	const [few = 0, ...more] = lengths;
	const rooms = await Promise.all(more.map((events) => roomOf(server.url, events)));
	const contenders = { few: async () => turn(server.url, await roomOf(server.url, few)) };
	const measured = await takeTurns(effort, {
		...contenders,
		...Object.fromEntries(rooms.map((room, at) => [`${more[at]}`, () => turn(server.url, room)])),
	});
	const rows = more.flatMap((events) =>
		(["sendMs", "resumeMs"] as const).map((of) => {
			const [long, short] = [String(events), "few"].map((name) =>
				(measured[name as keyof typeof measured] ?? []).map((lived) => lived[of]),
			);
			const name = `${of === "sendMs" ? "send" : "resume at the end"}, ${events} events`;
			return [name, ...ratioCells(compare(long ?? [], short ?? []), (ms) => ms.toFixed(2), target)];
		}),
	);
	const head = ["", "ms", `with ${few} events, ms`, "ratio", "rounds", "target"];
	printPart("`history`: what a long room costs", head, rows);
	server.stop();
	await redis.close();
}

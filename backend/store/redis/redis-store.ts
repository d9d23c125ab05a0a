import type { Redis } from "@upstash/redis";
import { Problem } from "../../problems.ts";
import type { ProblemCode } from "../../protocol/errors.ts";
import { compareCursors, parseCursor } from "../../protocol/ids.ts";
import type { HistoryPage, SentMessage } from "../../protocol/messages.ts";
import type { MemberView, RoomChange, RoomView, Seat } from "../../protocol/rooms.ts";
import type { Attachment, Done, Pulse, RoomStore } from "../room-store.ts";
import { roomKeys } from "./keys.ts";
import { problemOf } from "./problem-of.ts";
import { emitMessage } from "./realtime.ts";
import { type ActName, actNames, type Scripts } from "./scripts.ts";

/** How a script refuses. */
type Refusal = { problem: ProblemCode; retryAfterMs?: number };

/** A room as read.lua tells it: the members in no order, each with the cursor of its joining. */
type RawView = Omit<RoomView, "members"> & { members: (Omit<MemberView, "joinedAt"> & { joined: string })[] };

/**
 * Rooms in Redis: every act is one script, one round trip.
 * @param options.redis the client all scripts go through; over TCP or REST, that is its requester's matter
 * @param options.subscribe hears the channels of rooms
 * @param options.close ends the connections behind both
 */
export function createRedisStore(options: {
	kind: "redis" | "upstash";
	redis: Redis;
	scripts: Scripts;
	subscribe: RoomStore["subscribe"];
	close: () => Promise<void>;
}): RoomStore {
	const { kind, redis, scripts, subscribe, close } = options;
	const compiled = Object.fromEntries(
		actNames.map((name) => [name, redis.createScript<unknown>(scripts[name])]),
	) as Record<ActName, ReturnType<typeof redis.createScript<unknown>>>;

	/** Runs one act on one room. The client has parsed the script's JSON; its shape is the script's promise. */
	async function run<Answer>(name: ActName, roomId: string, args: (string | number)[]): Promise<Answer> {
		let answer: unknown;
		try {
			answer = await compiled[name].exec(roomKeys(roomId), args.map(String));
		} catch (error) {
			throw problemOf(error);
		}
		if (!isRefusal(answer)) return answer as Answer;
		const { problem, retryAfterMs } = answer;
		throw new Problem(problem, retryAfterMs === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) });
	}

	return {
		kind,
		subscribe,
		close,

		create: ({ roomId, memberId, tokenHash, accessHash, profile, ttlSeconds, capacity }) =>
			run<Done<Seat>>("create", roomId, [memberId, tokenHash, accessHash, profile, ttlSeconds * 1000, capacity]),

		join: ({ roomId, memberId, tokenHash, accessHash, profile, inviteHash = "" }) =>
			run<Done<Seat>>("join", roomId, [memberId, tokenHash, accessHash, profile, inviteHash]),

		async read({ roomId, tokenHash }) {
			const view = await run<RawView>("read", roomId, [tokenHash]);
			const members = view.members
				.toSorted((a, b) => compareCursors(a.joined, b.joined))
				.map(({ joined, ...member }) => ({ ...member, joinedAt: parseCursor(joined).ms }));
			return { ...view, members };
		},

		change: ({ roomId, tokenHash }, { ttlSeconds, locked }) =>
			run<RoomChange>("change", roomId, [
				tokenHash,
				ttlSeconds === undefined ? "" : ttlSeconds * 1000,
				locked === undefined ? "" : Number(locked),
			]),

		async destroy({ roomId, tokenHash }) {
			await run("destroy", roomId, [tokenHash]);
		},

		async leave({ roomId, tokenHash }, inviteHash = "") {
			await run("leave", roomId, [tokenHash, inviteHash]);
		},

		async remove({ roomId, tokenHash }, memberId) {
			await run("remove", roomId, [tokenHash, memberId]);
		},

		async knock({ roomId, accessHash, memberId, profile, inviteHash }) {
			await run("knock", roomId, [accessHash, memberId, profile, inviteHash]);
		},

		async invite({ roomId, tokenHash }, inviteHash) {
			await run("invite", roomId, [tokenHash, inviteHash, "open"]);
		},

		async withdraw({ roomId, tokenHash }, inviteHash) {
			await run("invite", roomId, [tokenHash, inviteHash, "spent"]);
		},

		async appoint({ roomId, tokenHash }, { memberId, since, body }) {
			await run("appoint", roomId, [tokenHash, memberId, since, body]);
		},

		send: ({ roomId, tokenHash }, body) =>
			emitMessage(roomId, body, async ({ id, text }) => {
				const answer = await run<Done<SentMessage>>("send", roomId, [tokenHash, id, text]);
				return { cursor: answer.answer.cursor, answer };
			}),

		history: ({ roomId, tokenHash }, { after = "0-0", limit }) =>
			run<HistoryPage>("history", roomId, [tokenHash, after, limit]),

		async signal({ roomId, tokenHash }, body) {
			await run("signal", roomId, [tokenHash, body]);
		},

		async receipt(roomId, body) {
			await run("receipt", roomId, [body]);
		},

		attach: ({ roomId, tokenHash }, { streamId, after = "", limit }) =>
			run<Attachment>("attach", roomId, [tokenHash, streamId, after, limit]),

		async detach({ roomId, tokenHash }, streamId) {
			await run("detach", roomId, [tokenHash, streamId]);
		},

		pulse: (roomId, streams) =>
			run<Pulse | null>(
				"pulse",
				roomId,
				streams.flatMap(({ memberId, streamId }) => [memberId, streamId]),
			),

		async ping() {
			await redis.ping().catch((error) => {
				throw problemOf(error);
			});
		},
	};
}

function isRefusal(answer: unknown): answer is Refusal {
	return typeof answer === "object" && answer !== null && "problem" in answer;
}

import * as z from "zod/mini";
import { cursor, key32, memberId, roomId, sealed } from "./ids.ts";
import { limits } from "./limits.ts";
import { message } from "./messages.ts";

const followedRoom = z.object({ roomId, token: key32, after: z.optional(cursor) });
/** Frames name their room alone: two seats of one room could not be told apart on a stream. */
const differ = (rooms: z.output<typeof followedRoom>[]) =>
	new Set(rooms.map(({ roomId }) => roomId)).size === rooms.length;

/** First frame of a stream: the rooms to follow, each with its token and the last cursor seen. */
export const streamRequest = z.object({
	rooms: z.array(followedRoom).check(z.minLength(1), z.maxLength(limits.roomsPerStream), z.refine(differ)),
});
export type StreamRequest = z.output<typeof streamRequest>;

const time = z.int();
/** `invite`: the hash of the one that was spent. */
const joined = z.object({ memberId, profile: sealed(limits.profileBytes), invite: z.optional(key32) });
const left = z.object({ memberId, reason: z.enum(["left", "removed", "replaced"]) });
const extended = z.object({ expiresAt: time, by: memberId });
const locked = z.object({ locked: z.boolean() });
const starter = z.object({ memberId, by: memberId, body: sealed(limits.appointmentBytes) });
const destroyed = z.object({ isDestroyed: z.literal(true) });

/** The typed events of a room, as `@upstash/realtime` takes them: `channel(roomId).emit("chat.message", …)`. */
export const eventSchema = {
	chat: { message, destroy: destroyed },
	room: { joined, left, extended, locked, starter },
};

const user = <const Event extends string, Data extends z.ZodMiniType>(event: Event, data: Data) =>
	z.object({ id: cursor, channel: roomId, event: z.literal(event), data });

/** An event of a room. All but `chat.destroy` are stored. */
export const userEvent = z.discriminatedUnion("event", [
	user("chat.message", message),
	user("chat.destroy", destroyed),
	user("room.joined", joined),
	user("room.left", left),
	user("room.extended", extended),
	user("room.locked", locked),
	user("room.starter", starter),
]);
export type UserEvent = z.output<typeof userEvent>;

/** What the stream says of itself. These have no id and move no cursor. */
export const systemEvent = z.discriminatedUnion("type", [
	z.object({ type: z.literal("connected"), channel: roomId, cursor, now: time, expiresAt: time }),
	z.object({ type: z.literal("reset"), channel: roomId }),
	z.object({ type: z.literal("ping"), timestamp: time, cursors: z.record(z.string(), cursor) }),
	z.object({ type: z.literal("presence"), channel: roomId, memberId, online: z.boolean() }),
	z.object({ type: z.literal("signal"), channel: roomId, sender: memberId, body: sealed(limits.signalBytes) }),
	z.object({ type: z.literal("knock"), channel: roomId, ...joined.shape, invite: key32 }),
	z.object({ type: z.literal("receipt"), channel: roomId, body: sealed(limits.receiptBytes) }),
	z.object({ type: z.literal("ended"), channel: roomId, reason: z.literal("expired") }),
	z.object({ type: z.literal("reconnect"), timestamp: time }),
	z.object({ type: z.literal("replaced") }),
	z.object({ type: z.literal("error"), channel: roomId, code: z.string(), error: z.string() }),
]);
export type SystemEvent = z.output<typeof systemEvent>;

/** One frame of the stream: the JSON after `data: `, or one WebSocket text frame. */
export const streamEvent = z.union([userEvent, systemEvent]);
export type StreamEvent = UserEvent | SystemEvent;

import * as z from "zod/mini";
import { cursor, key32, memberId, roomId, sealed } from "./ids.ts";
import { limits } from "./limits.ts";

const ttlSeconds = z.int().check(z.gte(limits.ttlSeconds.least), z.lte(limits.ttlSeconds.most));
const capacity = z.int().check(z.gte(limits.capacity.least), z.lte(limits.capacity.most));
const profile = sealed(limits.profileBytes);
const time = z.int();

/** Body of `POST /api/rooms`. */
export const createRoomBody = z.object({
	roomId,
	memberId,
	tokenHash: key32,
	accessHash: key32,
	profile,
	ttlSeconds: z._default(ttlSeconds, limits.ttlSeconds.preset),
	capacity: z._default(capacity, limits.capacity.preset),
});
export type CreateRoomBody = z.output<typeof createRoomBody>;

/** Body of `POST /api/rooms/:roomId/members`. */
export const joinRoomBody = z.object({
	memberId,
	tokenHash: key32,
	accessKey: key32,
	profile,
	/** The key of an invite for one person, which this join spends. */
	invite: z.optional(key32),
});
export type JoinRoomBody = z.output<typeof joinRoomBody>;

/** Body of `POST /api/rooms/:roomId/knocks`: who asks to come in, and the hash of the invite they would come by. */
export const knockBody = z.object({ memberId, accessKey: key32, profile, inviteHash: key32 });
export type KnockBody = z.output<typeof knockBody>;

/** Query of `DELETE /api/rooms/:roomId/members/me`: the hash of the invite by which somebody comes in that place. */
export const leaveQuery = z.object({ invite: z.optional(key32) });

/** Body of `PATCH /api/rooms/:roomId`; `ttlSeconds` counts from now. */
export const changeRoomBody = z
	.object({ ttlSeconds: z.optional(ttlSeconds), locked: z.optional(z.boolean()) })
	.check(z.refine((body) => body.ttlSeconds !== undefined || body.locked !== undefined, { path: ["ttlSeconds"] }));
export type ChangeRoomBody = z.output<typeof changeRoomBody>;

/**
 * Body of `PUT /api/rooms/:roomId/starter`: who gets the starter's rights, the cursor of the event since which the
 * starter has them, and its sealed word for it.
 */
export const appointBody = z.object({ memberId, since: cursor, body: sealed(limits.appointmentBytes) });
export type AppointBody = z.output<typeof appointBody>;

/** Answer to a create and to a join. Times in ms since the epoch, by the server's clock. */
export const seat = z.object({ roomId, memberId, expiresAt: time, now: time, capacity, cursor });
export type Seat = z.output<typeof seat>;

/** One member as the server knows it. */
export const memberView = z.object({ memberId, profile, joinedAt: time, online: z.boolean() });
export type MemberView = z.output<typeof memberView>;

/** Answer to `GET /api/rooms/:roomId`. */
export const roomView = z.object({
	roomId,
	expiresAt: time,
	now: time,
	capacity,
	cursor,
	/** Who may lock the room and remove people. A server from before these could be handed on does not say. */
	starter: z.optional(memberId),
	members: z.array(memberView),
});
export type RoomView = z.output<typeof roomView>;

/** Answer to `PATCH /api/rooms/:roomId`. */
export const roomChange = z.object({ expiresAt: time, now: time, locked: z.boolean() });
export type RoomChange = z.output<typeof roomChange>;

import { encodeBase64url } from "../crypto/base64url.ts";
import type { Bytes } from "../crypto/bytes.ts";
import { createIdentity, exportIdentity, importIdentity } from "../crypto/identity.ts";
import type { RoomKeys } from "../crypto/keys.ts";
import { sealProfile } from "../crypto/profile.ts";
import type { Random } from "../crypto/random.ts";
import type { Api } from "../room/api.ts";
import { repeat } from "../room/repeat.ts";
import { serverNow } from "../room/server-clock.ts";
import type { LiveState } from "../room/state.ts";
import type { Jitter } from "../room/stream/backoff.ts";
import type { Time } from "../room/time.ts";
import type { SavedLive, SavedSeat } from "./saved-rooms.ts";

/** A new member of the room, not yet known to the server. `name` is clean. */
export async function makeSeat(keys: RoomKeys, roomId: string, name: string, random: Random): Promise<SavedSeat> {
	const identity = await createIdentity(random);
	const profile = await sealProfile({ keys, roomId, identity, name, random });
	return { identity: await exportIdentity(identity), profile, name };
}

type Entry = { api: Api; roomId: string; keys: RoomKeys; seat: SavedSeat; time: Time; jitter: Jitter };

/** What the server told on entering, as it is saved. */
type Entered = Pick<SavedLive, "capacity" | "createdAt" | "founder" | "expiresAt" | "firstExpiresAt" | "skewMs">;

/** Makes the room. Rejects with an ApiError; a lost answer is asked for again. */
export async function enterAsStarter(
	{ api, roomId, keys, seat, time, jitter }: Entry,
	{ ttlSeconds, capacity }: { ttlSeconds: number; capacity: number },
): Promise<Entered> {
	const { memberId, tokenHash } = await importIdentity(seat.identity);
	const { accessHash } = keys;
	const body = { roomId, memberId, tokenHash, accessHash, profile: seat.profile, ttlSeconds, capacity };
	return entered(await repeat(() => api.createRoom(body), { time, jitter }), time);
}

/**
 * Joins the room. Rejects with an ApiError; a lost answer is asked for again.
 * @param invite the key of an invite for one person, which is spent by it
 */
export async function enterAsGuest(
	{ api, roomId, keys, seat, time, jitter }: Entry,
	invite: Bytes | undefined,
): Promise<Entered> {
	const { memberId, tokenHash } = await importIdentity(seat.identity);
	const { accessKey } = keys;
	const body = { memberId, tokenHash, accessKey, profile: seat.profile };
	const asked = invite ? { ...body, invite: encodeBase64url(invite) } : body;
	return entered(await repeat(() => api.joinRoom(roomId, asked), { time, jitter }), time);
}

function entered(answer: Awaited<ReturnType<Api["joinRoom"]>>, time: Time): Entered {
	const { capacity, expiresAt, now } = answer;
	// Until the first event is read, which tells when the room began.
	return { capacity, createdAt: now, founder: null, expiresAt, firstExpiresAt: expiresAt, skewMs: now - time.wall() };
}

/** The server's clock minus this machine's, ms: all that can be kept of a monotonic clock. */
export function skewOf({ clock }: Pick<LiveState, "clock">, time: Time): number {
	return Math.round(serverNow(clock, time.monotonic()) - time.wall());
}

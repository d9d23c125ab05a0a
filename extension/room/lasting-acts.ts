import { limits } from "../../backend/protocol/limits.ts";
import type { AppointBody, RoomChange } from "../../backend/protocol/rooms.ts";
import type { Api, Caller, Clocked } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { repeat } from "./repeat.ts";
import { serverNow } from "./server-clock.ts";
import type { LiveState } from "./state.ts";
import type { Jitter } from "./stream/backoff.ts";
import type { Time } from "./time.ts";

type Actor = { api: Api; caller: Caller; time: Time; jitter: Jitter };

/**
 * Sets the room's end `addSeconds` after its present one. The new end is fixed before the first try, so that a
 * repeat after a lost answer adds nothing. `live` gives the state, and throws when the room is over.
 */
export function extendRoom(
	{ api, caller, time, jitter }: Actor,
	live: () => LiveState,
	addSeconds: number,
): Promise<Clocked<RoomChange>> {
	const expiresAt = live().expiresAt + addSeconds * 1000;
	const { least, most } = limits.ttlSeconds;
	const change = () => {
		const seconds = Math.ceil((expiresAt - serverNow(live().clock, time.monotonic())) / 1000);
		return api.changeRoom(caller, { ttlSeconds: Math.min(most, Math.max(least, seconds)) });
	};
	return repeat(change, { time, jitter });
}

/** Lets nobody new in, or again whoever has the link. */
export function lockRoom({ api, caller, time, jitter }: Actor, locked: boolean): Promise<Clocked<RoomChange>> {
	return repeat(() => api.changeRoom(caller, { locked }), { time, jitter });
}

/** Takes somebody's seat away for good. Who holds none any more is as good as removed. */
export function removeMember({ api, caller, time, jitter }: Actor, memberId: string): Promise<void> {
	return repeat(
		async () => {
			try {
				await api.removeMember(caller, memberId);
			} catch (error) {
				if (!(error instanceof ApiError && error.code === "member-not-found")) throw error;
			}
		},
		{ time, jitter },
	);
}

/** Leaves the hash of an invite with the server, which lets in who has its key. */
export function openInvite({ api, caller, time, jitter }: Actor, hash: string): Promise<void> {
	return repeat(() => api.invite(caller, hash), { time, jitter });
}

/** Lets nobody in by that invite any more. */
export function withdrawInvite({ api, caller, time, jitter }: Actor, hash: string): Promise<void> {
	return repeat(() => api.withdraw(caller, hash), { time, jitter });
}

/** Hands the starter's rights on. A repeat after a lost answer is the same act. */
export function appointStarter({ api, caller, time, jitter }: Actor, body: AppointBody): Promise<void> {
	return repeat(() => api.appointStarter(caller, body), { time, jitter });
}

/** Destroys the room for everybody. */
export function destroyRoom({ api, caller, time, jitter }: Actor): Promise<void> {
	return repeat(
		async (triesBefore) => {
			try {
				await api.destroyRoom(caller);
			} catch (error) {
				// The answer to an earlier try was lost: it was done.
				if (triesBefore > 0 && error instanceof ApiError && error.code === "room-not-found") return;
				throw error;
			}
		},
		{ time, jitter },
	);
}

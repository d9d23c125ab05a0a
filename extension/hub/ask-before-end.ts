import { createApi } from "../room/api.ts";
import { ApiError } from "../room/api-error.ts";
import type { Time } from "../room/time.ts";
import type { SavedLive } from "./saved-rooms.ts";

/** A server that does not answer for so long, ms, is not waited for: the room is over by this machine's clock. */
const answerMs = 4_000;

/**
 * A saved room whose time is up by this machine's clock. That clock may have jumped while nobody looked, and what is
 * wiped does not come back: so the server is asked first. Without an answer the clock is believed.
 */
export async function askBeforeEnd(
	saved: SavedLive,
	{ fetch, time }: { fetch: typeof globalThis.fetch; time: Time },
): Promise<SavedLive> {
	if (time.wall() + saved.skewMs < saved.expiresAt) return saved;
	const api = createApi({ server: saved.server, fetch, time, timeoutMs: answerMs });
	try {
		const { expiresAt, now } = await api.readRoom({ roomId: saved.roomId, token: saved.seat.identity.token });
		return { ...saved, expiresAt, skewMs: now - time.wall() };
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		return saved;
	}
}

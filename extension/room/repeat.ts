import { ApiError, isPassing } from "./api-error.ts";
import { backoffMs, type Jitter } from "./stream/backoff.ts";
import { sleep, type Time } from "./time.ts";

/** Tries while somebody waits for the outcome: few, and none begins after this many ms. */
const most = { tries: 3, ms: 8_000 };

/**
 * Does `act` again when its answer was lost or the server had a bad moment; `act` must bear being done twice.
 * It is told how often it was tried before. Rejects with the last error.
 */
export async function repeat<Answer>(
	act: (triesBefore: number) => Promise<Answer>,
	{ time, jitter }: { time: Time; jitter: Jitter },
): Promise<Answer> {
	const lastStart = time.monotonic() + most.ms;
	for (let tries = 0; ; ) {
		try {
			return await act(tries++);
		} catch (error) {
			// A page of somebody else's is no bad moment: asking again at once changes nothing.
			if (!(error instanceof ApiError) || !isPassing(error) || error.code === "not-mayfly") throw error;
			const delay = Math.max(error.retryAfterMs ?? 0, backoffMs(tries - 1, jitter));
			if (tries === most.tries || time.monotonic() + delay > lastStart) throw error;
			await sleep(time, delay);
		}
	}
}

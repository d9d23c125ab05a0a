/** The server's time, tied to this context's monotonic clock: now = `server` + (performance.now() − `at`), in ms. */
export type ServerClock = { server: number; at: number };

/**
 * One time the server told. It was read after the request left (`sentAt`) and before the answer came
 * (`receivedAt`), both by the monotonic clock. Frames of a stream have no `sentAt`.
 */
export type ClockSample = { server: number; sentAt?: number; receivedAt: number };

/** The server's time at the monotonic moment `now`, ms since the epoch. */
export function serverNow(clock: ServerClock, now: number): number {
	return clock.server + (now - clock.at);
}

/**
 * The clock after a sample. An answer can only be late, never early: so it moves the clock forward when it is
 * behind what was told, and back only when it is ahead of what the sample allows at all. A frame held up for
 * ten seconds by a proxy thus does not stretch the room's life by ten seconds.
 * The same object when nothing was learnt.
 */
export function learn(clock: ServerClock, sample: ClockSample): ServerClock {
	if (serverNow(clock, sample.receivedAt) < sample.server) return { server: sample.server, at: sample.receivedAt };
	if (sample.sentAt !== undefined && serverNow(clock, sample.sentAt) > sample.server) {
		return { server: sample.server, at: sample.sentAt };
	}
	return clock;
}

/** The clocks and the timer of this context. Passed in, so that a test sets them. */
export type Time = {
	/** ms since some moment of this context; never jumps, may stand still while the machine sleeps. */
	monotonic(): number;
	/** ms since the epoch by this machine's clock; may jump. */
	wall(): number;
	/** Runs `run` once after `ms`, unless the returned function is called before. */
	after(ms: number, run: () => void): () => void;
};

export const systemTime: Time = {
	monotonic: () => performance.now(),
	wall: () => Date.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
};

export const sleep = (time: Time, ms: number): Promise<void> =>
	new Promise((resolve) => {
		time.after(ms, resolve);
	});

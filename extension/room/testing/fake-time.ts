import type { Time } from "../time.ts";

export type FakeTime = Time & {
	/** Lets `ms` pass, running what falls due in its order; between two timers all promises settle. */
	advance(ms: number): Promise<void>;
	/** The machine sleeps: the wall clock goes on, the monotonic one and the timers stand still. */
	sleep(ms: number): void;
};

/** Settles promise chains that need no timer: WebCrypto and fetch need real time, this does not wait for them. */
export async function settle(): Promise<void> {
	for (let round = 0; round < 50; round++) await Promise.resolve();
}

export function createFakeTime(wallStart = 1_700_000_000_000): FakeTime {
	let now = 0;
	let slept = 0;
	let timers: { at: number; run: () => void }[] = [];
	return {
		monotonic: () => now,
		wall: () => wallStart + now + slept,
		after(ms, run) {
			const timer = { at: now + ms, run };
			timers.push(timer);
			return () => {
				timers = timers.filter((other) => other !== timer);
			};
		},
		async advance(ms) {
			const end = now + ms;
			await settle();
			for (;;) {
				const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
				if (!due) break;
				timers = timers.filter((timer) => timer !== due);
				now = Math.max(now, due.at);
				due.run();
				await settle();
			}
			now = end;
		},
		sleep(ms) {
			slept += ms;
		},
	};
}

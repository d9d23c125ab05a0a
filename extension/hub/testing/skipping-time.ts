import { systemTime, type Time } from "../../room/time.ts";

/** Real time, of which a test can skip some: what falls due in it happens at once. */
export type SkippingTime = Time & { skip(ms: number): void };

export function createSkippingTime(): SkippingTime {
	let skipped = 0;
	const timers = new Set<{ at: number; run(): void; cancel(): void }>();
	const monotonic = () => systemTime.monotonic() + skipped;

	return {
		monotonic,
		wall: () => systemTime.wall() + skipped,
		after(ms, run) {
			const timer = {
				at: monotonic() + ms,
				run() {
					cancel();
					run();
				},
				cancel: systemTime.after(ms, () => timer.run()),
			};
			const cancel = () => {
				timer.cancel();
				timers.delete(timer);
			};
			timers.add(timer);
			return cancel;
		},
		skip(ms) {
			skipped += ms;
			const due = [...timers].filter(({ at }) => at <= monotonic());
			for (const timer of due.sort((a, b) => a.at - b.at)) if (timers.has(timer)) timer.run();
		},
	};
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { learn, serverNow } from "./server-clock.ts";

const ms = fc.integer({ min: 0, max: 100_000 });

test("a frame held up on its way does not set the clock back", () => {
	const clock = { server: 1000, at: 0 };
	expect(learn(clock, { server: 1000, receivedAt: 10_000 })).toBe(clock);
});

test("a clock that stood still while the machine slept is moved forward", () => {
	const clock = learn({ server: 1000, at: 0 }, { server: 90_000, receivedAt: 50 });
	expect(serverNow(clock, 60)).toBe(90_010);
});

test("a clock ahead of what an answer allows is moved back", () => {
	const clock = learn({ server: 500_000, at: 0 }, { server: 1000, sentAt: 10, receivedAt: 40 });
	expect(serverNow(clock, 40)).toBe(1030);
});

test("whatever the delays, the clock is never ahead of the server, and behind it by the shortest delay at most", () => {
	const delays = fc.array(fc.record({ wait: ms, there: ms, back: ms }), { minLength: 1 });
	fc.assert(
		fc.property(delays, fc.integer({ min: -1_000_000, max: 1_000_000 }), (trips, offset) => {
			let now = 0;
			let clock = { server: 0, at: 0 };
			let shortest = Number.POSITIVE_INFINITY;
			trips.forEach(({ wait, there, back }, index) => {
				const sentAt = now + wait;
				const server = sentAt + there + offset;
				now = sentAt + there + back;
				const sample = { server, sentAt, receivedAt: now };
				clock = index === 0 ? { server, at: now } : learn(clock, sample);
				shortest = Math.min(shortest, back);
			});
			const ahead = serverNow(clock, now) - (now + offset);
			expect(ahead).toBeLessThanOrEqual(0);
			expect(ahead + shortest).toBe(0);
		}),
	);
});

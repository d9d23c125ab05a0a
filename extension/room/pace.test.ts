import { expect, test } from "vitest";
import { createPace } from "./pace.ts";

test("lets a burst go at once and the rest at its rate, and tells how long to wait", () => {
	let now = 0;
	const pace = createPace({ perSecond: 10, burst: 3, time: { monotonic: () => now } });
	expect([pace.take(), pace.take(), pace.take()]).toEqual([0, 0, 0]);
	expect(pace.take()).toBe(100);
	now = 60;
	expect(pace.take()).toBe(40);
	now = 100;
	expect(pace.take()).toBe(0);
	now = 10_000;
	expect([pace.take(), pace.take(), pace.take(), pace.take()]).toEqual([0, 0, 0, 100]);
});

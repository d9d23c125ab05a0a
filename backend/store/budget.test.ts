import { expect, test } from "vitest";
import { takeFromBudget } from "./budget.ts";

const rate = { perSecond: 10, burst: 20 };

/** How many acts of `tries` at one moment the bucket allows, and the bucket afterwards. */
function spend(fullAt: number, now: number, tries: number) {
	let allowed = 0;
	let bucket = fullAt;
	for (let i = 0; i < tries; i++) {
		const taken = takeFromBudget(bucket, now, rate);
		if ("fullAt" in taken) {
			bucket = taken.fullAt;
			allowed++;
		}
	}
	return { allowed, bucket };
}

test("a fresh bucket allows its burst and no more", () => {
	expect(spend(0, 1_000_000, 50).allowed).toBe(20);
});

test("an empty bucket fills by its rate", () => {
	const { bucket } = spend(0, 1_000_000, 50);
	expect(spend(bucket, 1_000_500, 50).allowed).toBe(5);
	expect(spend(bucket, 1_000_099, 50).allowed).toBe(0);
});

test("a long pause gives the burst back and not more", () => {
	const { bucket } = spend(0, 1_000_000, 50);
	expect(spend(bucket, 9_000_000, 50).allowed).toBe(20);
});

test("a refusal names the wait after which the act is allowed", () => {
	const { bucket } = spend(0, 1_000_000, 50);
	const refused = takeFromBudget(bucket, 1_000_000, rate);
	expect(refused).toEqual({ retryAfterMs: 100 });
	expect(takeFromBudget(bucket, 1_000_100, rate)).toHaveProperty("fullAt");
});

test("a clock that goes back makes nobody wait, and opens no second burst", () => {
	const { bucket } = spend(0, 9_000_000, 50);
	const after = spend(bucket, 1_000_000, 50);
	expect(after.allowed).toBe(20);
	expect(spend(after.bucket, 1_000_000, 50).allowed).toBe(0);
});

test("a rate that is no whole number keeps its burst", () => {
	const joins = { perSecond: 20 / 60, burst: 20 };
	let fullAt = 0;
	let allowed = 0;
	for (let i = 0; i < 100; i++) {
		const taken = takeFromBudget(fullAt, 1_700_000_000_003, joins);
		if (!("fullAt" in taken)) continue;
		fullAt = taken.fullAt;
		allowed++;
	}
	expect(allowed).toBe(20);
});

import { expect, test } from "vitest";
import { formatSpan, formatTimeLeft, isLastMinute, isoTimeLeft, lifeLeft, timeLeft } from "./time-left.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

test("time is minutes and seconds under an hour, hours and minutes above", () => {
	expect(formatTimeLeft(9 * minute + 58 * second)).toBe("9:58");
	expect(formatTimeLeft(41 * second)).toBe("0:41");
	expect(formatTimeLeft(59 * minute + 59 * second)).toBe("59:59");
	expect(formatTimeLeft(hour)).toBe("1h 0m");
	expect(formatTimeLeft(5 * hour + 12 * minute + 59 * second)).toBe("5h 12m");
	expect(formatTimeLeft(24 * hour)).toBe("24h 0m");
});

test("0:00 is the end itself: a second that has begun counts", () => {
	expect(formatTimeLeft(1)).toBe("0:01");
	expect(formatTimeLeft(0)).toBe("0:00");
});

test("a machine reads the same time", () => {
	expect(isoTimeLeft(9 * minute + 58 * second)).toBe("PT9M58S");
	expect(isoTimeLeft(5 * hour + 12 * minute)).toBe("PT5H12M");
});

test("time is counted on the server's clock, by this context's monotonic one", () => {
	const clock = { server: 1_000_000, at: 500 };
	expect(timeLeft(1_010_000, clock, 500)).toBe(10_000);
	expect(timeLeft(1_010_000, clock, 3_500)).toBe(7_000);
	expect(timeLeft(1_010_000, clock, 99_000)).toBe(0);
});

test("life is what is left of the whole, added time included", () => {
	expect(lifeLeft(5 * minute, 0, 10 * minute)).toBe(0.5);
	expect(lifeLeft(15 * minute, 0, 20 * minute)).toBe(0.75);
	expect(lifeLeft(11 * minute, 0, 10 * minute)).toBe(1);
	expect(lifeLeft(0, 10, 10)).toBe(0);
});

test("the last minute begins at sixty seconds", () => {
	expect(isLastMinute(minute)).toBe(true);
	expect(isLastMinute(minute + 1)).toBe(false);
});

test("spans are told in words", () => {
	expect(formatSpan(minute)).toBe("1 minute");
	expect(formatSpan(10 * minute)).toBe("10 minutes");
	expect(formatSpan(hour)).toBe("1 hour");
	expect(formatSpan(24 * hour)).toBe("24 hours");
	expect(formatSpan(90 * minute)).toBe("90 minutes");
	expect(formatSpan(2.5 * hour)).toBe("2 hours 30 minutes");
});

import { formatTimeLeft } from "../kit/time-left.ts";
import { t } from "../words.ts";

const marks = [
	{ ms: 10_000, words: "time.tenSeconds" },
	{ ms: 60_000, words: "time.oneMinute" },
	{ ms: 300_000, words: "time.fiveMinutes" },
] as const;

/**
 * What to say as the time left falls from `before` to `after` (ms), or null. Each mark is said as it is passed, not in
 * a room that opens below it; the nearest to the end when several are passed at once.
 */
export function markPassed(before: number, after: number): string | null {
	const mark = marks.find(({ ms }) => before > ms && after <= ms && after > 0);
	return mark ? t(mark.words) : null;
}

/** How far the words have settled to a softer ink, 0…1: over the first quarter of the last minute. */
export function fadeAt(leftMs: number): number {
	return Math.min(1, Math.max(0, (60_000 - leftMs) / 15_000));
}

/** "6 minutes left", "5h 12m left"; in the last minute "Less than a minute left". */
export function leftWords(leftMs: number): string {
	const minutes = Math.floor(leftMs / 60_000);
	if (minutes === 0) return t("time.underAMinute");
	return minutes < 60 ? t("time.minutesLeft", { count: minutes }) : t("time.left", { time: formatTimeLeft(leftMs) });
}

import { useEffect, useState } from "react";
import type { ServerClock } from "../../hub/rooms.ts";
import { t } from "../words.ts";

const minute = 60_000;

/** The server's time now, ms. */
export function serverNow(clock: ServerClock, monotonicNow = performance.now()): number {
	return clock.server + (monotonicNow - clock.at);
}

/** ms until `expiresAt`, never less than 0. */
export function timeLeft(expiresAt: number, clock: ServerClock, monotonicNow?: number): number {
	return Math.max(0, expiresAt - serverNow(clock, monotonicNow));
}

/** Time left ÷ the whole life, added time included: 0…1. */
export function lifeLeft(leftMs: number, createdAt: number, expiresAt: number): number {
	return expiresAt > createdAt ? Math.min(1, leftMs / (expiresAt - createdAt)) : 0;
}

/** The last minute: ember light. */
export function isLastMinute(leftMs: number): boolean {
	return leftMs <= minute;
}

/** `9:58` under an hour, `5h 12m` above. A second that has begun counts, so that 0:00 is the end itself. */
export function formatTimeLeft(leftMs: number): string {
	const seconds = Math.ceil(leftMs / 1000);
	if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
	return t("time.hoursMinutes", { hours: Math.floor(seconds / 3600), minutes: Math.floor((seconds % 3600) / 60) });
}

/** The same for `<time datetime>`: `PT9M58S`, `PT5H12M`. */
export function isoTimeLeft(leftMs: number): string {
	const seconds = Math.ceil(leftMs / 1000);
	if (seconds < 3600) return `PT${Math.floor(seconds / 60)}M${seconds % 60}S`;
	return `PT${Math.floor(seconds / 3600)}H${Math.floor((seconds % 3600) / 60)}M`;
}

/** A life or a span in words, as the language counts time: `1 minute`, `10 minutes`, `8 hours`, `90 minutes`. */
export function formatSpan(spanMs: number): string {
	const minutes = Math.max(1, Math.round(spanMs / minute));
	if (minutes % 60 === 0) return inUnits(minutes / 60, "hour");
	if (minutes < 120) return inUnits(minutes, "minute");
	const parts = [inUnits(Math.floor(minutes / 60), "hour"), inUnits(minutes % 60, "minute")];
	return new Intl.ListFormat(t("language.tag"), { type: "unit", style: "narrow" }).format(parts);
}

function inUnits(count: number, unit: "hour" | "minute"): string {
	return new Intl.NumberFormat(t("language.tag"), { style: "unit", unit, unitDisplay: "long" }).format(count);
}

/** `14:02`, in this browser's zone. */
export function formatClock(timestamp: number): string {
	const at = new Date(timestamp);
	return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
}

/** ms left, once a second, as the second ends. */
export function useTimeLeft(expiresAt: number, clock: ServerClock): number {
	const [, tick] = useState(0);
	const left = timeLeft(expiresAt, clock);
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout>;
		const wait = () => {
			const now = timeLeft(expiresAt, clock);
			if (now === 0) return;
			// A few ms past the second, so that a timer that fires early does not show the same second twice.
			timer = setTimeout(
				() => {
					tick((count) => count + 1);
					wait();
				},
				(now % 1000) + 8,
			);
		};
		wait();
		return () => clearTimeout(timer);
	}, [expiresAt, clock]);
	return left;
}

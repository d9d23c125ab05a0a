import { type RefObject, useCallback, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import type { LogRow } from "./log-rows.ts";

/** Rows drawn at first: some screens of them. Each costs again with every message that comes. */
const first = 60;
/** More than this are cut back to the first ones' number once the reader is at the end. */
const most = 180;
/** Rows drawn at once as the reader goes up: as many as fit in a frame. */
const older = 30;
/** They are drawn while this many screens are still above what is read. */
const aheadScreens = 3;

/** About the height of a row, px: what is not drawn below takes so much place, so that the end is known to be further down. */
const rowPx = 64;

/** Rows `start` up to `end`, which is null where they reach the end of all and go on with it. */
type Drawn = { start: number; end: number | null; count: number };

/**
 * What to draw of `count` rows. `divider`: the row of "New messages", −1 without one; it is always drawn with the end.
 * The same object when nothing changed.
 */
export function drawnOf(before: Drawn, now: { count: number; atEnd: boolean; divider: number }): Drawn {
	const { count, atEnd, divider } = now;
	if (before.end !== null) {
		if (before.end >= count) return newest(count);
		return count === before.count ? before : { ...before, count };
	}
	// Cut back as a long log grows at its end; and when a rebuilt log is shorter than what was left out of the old one.
	const cut = (atEnd && count > before.count && count - before.start > most) || before.start >= count;
	const wanted = cut ? count - first : before.start;
	const start = Math.max(0, divider === -1 ? wanted : Math.min(wanted, divider - 1));
	return start === before.start && count === before.count ? before : { start, end: null, count };
}

const newest = (count: number): Drawn => ({ start: Math.max(0, count - first), end: null, count });

/** The same with the row `at` and some around it; far from what was drawn these alone. */
export function drawnWith(before: Drawn, at: number): Drawn {
	const { start, end, count } = before;
	if (at > start && (end === null || at < end)) return before;
	if (end === null && start - at <= most) return { ...before, start: Math.max(0, at - 1) };
	const until = at + older;
	return { start: Math.max(0, at - older), end: until >= count ? null : until, count };
}

export type RowWindow = {
	rows: readonly LogRow[];
	/** The place that rows below these would take, px. */
	below: number;
	/** Draws this row and those around it, at once: for the way there. */
	drawAt: (at: number) => void;
	/** The same for the end. */
	drawEnd: () => void;
};

/**
 * The newest rows, or those around one that was gone to; more are drawn as the reader scrolls up or down to them, and
 * the browser keeps what is read in place.
 */
export function useRowWindow(
	rows: readonly LogRow[],
	scroller: RefObject<HTMLElement | null>,
	atEnd: boolean,
): RowWindow {
	const [before, setDrawn] = useState<Drawn>({ start: rows.length - first, end: null, count: rows.length });
	const divider = rows.findLastIndex((row) => row.kind === "divider");
	const drawn = drawnOf(before, { count: rows.length, atEnd, divider });
	if (drawn !== before) setDrawn(drawn);
	const { start, end } = drawn;
	const below = end === null ? 0 : (rows.length - end) * rowPx;

	useEffect(() => {
		const log = scroller.current;
		if (!log || (start === 0 && end === null)) return;
		const ahead = log.clientHeight * aheadScreens;
		const drawOlder = () => {
			if (start === 0 || log.scrollTop > ahead) return;
			// At its very top a scroller is not anchored to what is in sight.
			if (log.scrollTop < 1) log.scrollTop = 1;
			setDrawn((now) => ({ ...now, start: Math.max(0, now.start - older) }));
		};
		const drawNewer = () => {
			if (end === null || log.scrollHeight - below - log.scrollTop - log.clientHeight > ahead) return;
			setDrawn((now) => ({ ...now, end: now.end === null || now.end + older >= now.count ? null : now.end + older }));
		};
		const drawMore = () => {
			drawOlder();
			drawNewer();
		};
		log.addEventListener("scroll", drawMore, { passive: true });
		// Whoever scrolled far beyond what is drawn does not scroll again for each part of the way.
		const frame = requestAnimationFrame(drawNewer);
		return () => {
			cancelAnimationFrame(frame);
			log.removeEventListener("scroll", drawMore);
		};
	}, [scroller, start, end, below]);

	// Not while the end is still in sight from which somebody just goes up: when it comes into sight again.
	useEffect(() => {
		if (atEnd) setDrawn((now) => (now.end === null ? now : newest(now.count)));
	}, [atEnd]);

	const drawAt = useCallback((at: number) => flushSync(() => setDrawn((now) => drawnWith(now, at))), []);
	const drawEnd = useCallback(() => flushSync(() => setDrawn((now) => drawnWith(now, now.count - 1))), []);
	return { rows: start === 0 && end === null ? rows : rows.slice(start, end ?? undefined), below, drawAt, drawEnd };
}

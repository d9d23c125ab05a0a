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

type Drawn = { start: number; count: number };

/**
 * What to draw of `count` rows: those from `start` on. `divider`: the row of "New messages", −1 without one; it is
 * always drawn. The same object when nothing changed.
 */
export function drawnOf(before: Drawn, now: { count: number; atEnd: boolean; divider: number }): Drawn {
	const { count, atEnd, divider } = now;
	// Cut back as a long log grows at its end; and when a rebuilt log is shorter than what was left out of the old one.
	const cut = (atEnd && count > before.count && count - before.start > most) || before.start >= count;
	const wanted = cut ? count - first : before.start;
	const start = Math.max(0, divider === -1 ? wanted : Math.min(wanted, divider - 1));
	return start === before.start && count === before.count ? before : { start, count };
}

export type RowWindow = {
	rows: readonly LogRow[];
	/** Draws all from this row on, at once: for the way there. */
	drawFrom: (at: number) => void;
};

/** The newest rows; older ones are drawn as the reader scrolls up to them, and the browser keeps what is read in place. */
export function useRowWindow(
	rows: readonly LogRow[],
	scroller: RefObject<HTMLElement | null>,
	atEnd: boolean,
): RowWindow {
	const [before, setDrawn] = useState<Drawn>({ start: rows.length - first, count: rows.length });
	const divider = rows.findLastIndex((row) => row.kind === "divider");
	const drawn = drawnOf(before, { count: rows.length, atEnd, divider });
	if (drawn !== before) setDrawn(drawn);
	const { start } = drawn;

	useEffect(() => {
		const log = scroller.current;
		if (!log || start === 0) return;
		const drawOlder = () => {
			if (log.scrollTop > log.clientHeight * aheadScreens) return;
			// At its very top a scroller is not anchored to what is in sight.
			if (log.scrollTop < 1) log.scrollTop = 1;
			setDrawn((now) => ({ ...now, start: Math.max(0, now.start - older) }));
		};
		log.addEventListener("scroll", drawOlder, { passive: true });
		return () => log.removeEventListener("scroll", drawOlder);
	}, [scroller, start]);

	const drawFrom = useCallback(
		(at: number) => flushSync(() => setDrawn((now) => ({ ...now, start: Math.min(now.start, Math.max(0, at)) }))),
		[],
	);
	return { rows: start === 0 ? rows : rows.slice(start), drawFrom };
}

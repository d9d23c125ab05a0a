import { type RefObject, useCallback, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import type { LogRow } from "./log-rows.ts";

/** Rows drawn at first, and again each time the reader comes near the oldest drawn. */
const page = 200;
/** More than this are cut back to a page once the reader is at the end. */
const most = 600;

/** The first row to draw. `divider`: the row of "New messages", −1 without one; it is always drawn. */
export function windowStart(before: number, now: { count: number; atEnd: boolean; divider: number }): number {
	const { count, atEnd, divider } = now;
	// Cut back at the end of a long log; and when a rebuilt log is shorter than what was left out of the old one.
	const cut = (atEnd && count - before > most) || before >= count;
	const start = cut ? count - page : before;
	return Math.max(0, divider === -1 ? start : Math.min(start, divider - 1));
}

export type RowWindow = {
	rows: readonly LogRow[];
	/** Draws all there is, at once: for the way to the first message. */
	drawAll: () => void;
};

/** The newest rows; older ones are drawn as the reader scrolls up to them, and the browser keeps what is read in place. */
export function useRowWindow(
	rows: readonly LogRow[],
	scroller: RefObject<HTMLElement | null>,
	atEnd: boolean,
): RowWindow {
	const [before, setStart] = useState(() => Math.max(0, rows.length - page));
	const divider = rows.findLastIndex((row) => row.kind === "divider");
	const start = windowStart(before, { count: rows.length, atEnd, divider });
	if (start !== before) setStart(start);

	useEffect(() => {
		const log = scroller.current;
		if (!log || start === 0) return;
		const drawOlder = () => {
			if (log.scrollTop > log.clientHeight * 1.5) return;
			// At its very top a scroller is not anchored to what is in sight.
			if (log.scrollTop < 1) log.scrollTop = 1;
			setStart((now) => Math.max(0, now - page));
		};
		log.addEventListener("scroll", drawOlder, { passive: true });
		return () => log.removeEventListener("scroll", drawOlder);
	}, [scroller, start]);

	const drawAll = useCallback(() => flushSync(() => setStart(0)), []);
	return { rows: start === 0 ? rows : rows.slice(start), drawAll };
}

import { type RefObject, useLayoutEffect, useRef } from "react";
import { isMessageRow, type LogRow } from "./log-rows.ts";
import type { StickToEnd } from "./use-stick-to-end.ts";

/**
 * Where a room opens: at its end, or with what is new below the upper third. Afterwards follows what comes.
 * The ref: once the log stands, the time of its newest message then, what comes later being new; before that, Infinity.
 */
export function useOpening(options: {
	caughtUp: boolean;
	scroller: RefObject<HTMLDivElement | null>;
	stick: StickToEnd;
	rows: readonly LogRow[];
}): RefObject<number> {
	const { caughtUp, scroller, rows } = options;
	const { settle, place } = options.stick;
	const newestThen = useRef(Number.POSITIVE_INFINITY);
	useLayoutEffect(() => {
		settle();
		const log = scroller.current;
		if (!caughtUp || newestThen.current < Number.POSITIVE_INFINITY || !log) return;
		newestThen.current = rows.findLast(isMessageRow)?.timestamp ?? 0;
		const divider = log.querySelector<HTMLElement>(".divider");
		if (divider) place(divider.offsetTop - log.clientHeight / 3);
	}, [caughtUp, scroller, settle, place, rows]);
	return newestThen;
}

import { type RefObject, useLayoutEffect, useRef } from "react";
import type { LogRow } from "./log-rows.ts";
import type { StickToEnd } from "./use-stick-to-end.ts";

/**
 * Where a room opens: at its end, or with what is new below the upper third. Afterwards follows what comes.
 * The ref turns true once the log stands.
 */
export function useOpening(options: {
	caughtUp: boolean;
	scroller: RefObject<HTMLDivElement | null>;
	stick: StickToEnd;
	rows: readonly LogRow[];
}): RefObject<boolean> {
	const { caughtUp, scroller, rows } = options;
	const { settle, place } = options.stick;
	const settled = useRef(false);
	// biome-ignore lint/correctness/useExhaustiveDependencies: new rows are what it follows
	useLayoutEffect(() => {
		settle();
		const log = scroller.current;
		if (!caughtUp || settled.current || !log) return;
		settled.current = true;
		const divider = log.querySelector<HTMLElement>(".divider");
		if (divider) place(divider.offsetTop - log.clientHeight / 3);
	}, [caughtUp, scroller, settle, place, rows]);
	return settled;
}

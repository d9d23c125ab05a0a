import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { LogRow } from "./log-rows.ts";

/** How long a message that was gone to is marked, ms. */
const markedMs = 1_600;

/** Leads to a message of the log by its key: draws it if it is not drawn, focuses it, and marks it for a moment. */
export function useGoTo(options: {
	rows: readonly LogRow[];
	scroller: RefObject<HTMLElement | null>;
	drawAt: (at: number) => void;
	/** The end is not followed from here on. */
	release: () => void;
}): (key: string) => void {
	const { scroller, drawAt, release } = options;
	const rows = useRef(options.rows);
	useEffect(() => {
		rows.current = options.rows;
	}, [options.rows]);

	return useCallback(
		(key) => {
			const at = rows.current.findIndex((row) => row.key === key);
			if (at === -1) return;
			release();
			drawAt(at);
			const article = scroller.current?.querySelector<HTMLElement>(`article[data-key="${key}"]`);
			article?.scrollIntoView({ block: "center" });
			article?.focus({ preventScroll: true });
			const mark = "inset 4px 0 0 var(--color-olive)";
			article?.animate([{ boxShadow: mark }, { boxShadow: mark, offset: 0.7 }, {}], { duration: markedMs });
		},
		[scroller, drawAt, release],
	);
}

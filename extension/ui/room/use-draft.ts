import { useCallback, useEffect, useRef } from "react";
import type { Rooms } from "../../hub/rooms.ts";

/** Typing is saved this long after the last key. */
const restMs = 300;

export type Draft = {
	/** Saves soon. */
	save: (text: string) => void;
	/** Saves what is not saved yet, now. */
	flush: () => void;
};

/** Keeps what is being written in the hub: a moment after the last key, and at once when the surface may go away. */
export function useDraft(rooms: Rooms, roomId: string): Draft {
	const unsaved = useRef<string | null>(null);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

	const flush = useCallback(() => {
		clearTimeout(timer.current);
		const text = unsaved.current;
		unsaved.current = null;
		if (text !== null) void rooms.do({ type: "draft", roomId, text });
	}, [rooms, roomId]);

	const save = useCallback(
		(text: string) => {
			unsaved.current = text;
			clearTimeout(timer.current);
			timer.current = setTimeout(flush, restMs);
		},
		[flush],
	);

	useEffect(() => {
		const flushHidden = () => {
			if (document.visibilityState === "hidden") flush();
		};
		addEventListener("pagehide", flush);
		document.addEventListener("visibilitychange", flushHidden);
		return () => {
			removeEventListener("pagehide", flush);
			document.removeEventListener("visibilitychange", flushHidden);
			flush();
		};
	}, [flush]);

	return { save, flush };
}

import { useCallback, useRef } from "react";
import type { Rooms } from "../../hub/rooms.ts";

/** The hub is told of keys no oftener, ms: it has what comes between from the next. */
const apartMs = 1_000;

export type Writing = {
	/** A key was pressed, and this is what stands there now. */
	pressed: (text: string) => void;
	/** What was written is sent: the hub knows. */
	sent: () => void;
};

/** Tells the hub whether something is being written. An empty box, or white space, is nothing. */
export function useWriting(rooms: Rooms, roomId: string): Writing {
	const toldAt = useRef<number | null>(null);
	const pressed = useCallback(
		(text: string) => {
			const isWriting = text.trim() !== "";
			const now = performance.now();
			if (isWriting ? toldAt.current !== null && now - toldAt.current < apartMs : toldAt.current === null) return;
			toldAt.current = isWriting ? now : null;
			void rooms.do({ type: "write", roomId, isWriting });
		},
		[rooms, roomId],
	);
	const sent = useCallback(() => {
		toldAt.current = null;
	}, []);
	return { pressed, sent };
}

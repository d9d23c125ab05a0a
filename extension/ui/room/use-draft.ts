import { useCallback, useEffect, useRef } from "react";
import type { Rooms } from "../../hub/rooms.ts";
import type { DraftEdit } from "../../room/state.ts";

/** Typing is saved this long after the last key. */
const restMs = 300;

/** What the message box holds: a text, or other words for a message. */
type Written = { text: string } | { edit: DraftEdit };

export type Draft = {
	/** Saves soon. */
	save: (written: Written) => void;
	/** Saves what is not saved yet, now. */
	flush: () => void;
	/** What is not saved yet is not to be saved any more. */
	drop: () => void;
	/** Something is being written here, or on its way to be saved. */
	isBusy: () => boolean;
};

/** Keeps what is being written in the hub: a moment after the last key, and at once when the surface may go away. */
export function useDraft(rooms: Rooms, roomId: string): Draft {
	const unsaved = useRef<Written | null>(null);
	const saving = useRef(0);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

	const flush = useCallback(() => {
		clearTimeout(timer.current);
		const written = unsaved.current;
		unsaved.current = null;
		if (written === null) return;
		saving.current++;
		void rooms.do({ type: "draft", roomId, ...written }).then(() => saving.current--);
	}, [rooms, roomId]);

	const save = useCallback(
		(written: Written) => {
			unsaved.current = written;
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

	const drop = useCallback(() => {
		clearTimeout(timer.current);
		unsaved.current = null;
	}, []);
	const isBusy = useCallback(() => unsaved.current !== null || saving.current > 0, []);

	return { save, flush, drop, isBusy };
}

/**
 * Takes over what was written in another window: a draft is the room's. Not while something is being written here,
 * which will be the room's draft next.
 * @param stored the room's draft
 * @param take puts it in the box
 */
export function useDraftElsewhere(stored: string, { isBusy }: Draft, take: (text: string) => void): void {
	const known = useRef(stored);
	useEffect(() => {
		if (known.current === stored) return;
		known.current = stored;
		if (!isBusy()) take(stored);
	}, [stored, isBusy, take]);
}

import { useEffect, useRef } from "react";
import type { LiveRoom, Rooms, RoomsSnapshot } from "../../hub/rooms.ts";
import { useCopy } from "../kit/copy.tsx";

/** How long a panel that has just opened may take to get the focus, ms; without it no browser lets it copy. */
const focusWithinMs = 1_000;

/** A menu of the browser asked for the room's link: shows it, and copies it where the browser lets a panel do that. */
export function useInviteErrand(snapshot: RoomsSnapshot, room: LiveRoom, rooms: Rooms, show: () => void): void {
	const { errand } = snapshot;
	const copy = useCopy();
	const asked = errand?.type === "invite" ? errand.id : null;
	const latest = useRef({ link: room.link, show, copy });
	useEffect(() => {
		latest.current = { link: room.link, show, copy };
	});
	useEffect(() => {
		if (asked === null) return;
		latest.current.show();
		void rooms.do({ type: "errand-done", id: asked });
		const copyLink = () => void latest.current.copy(latest.current.link);
		if (document.hasFocus()) return copyLink();
		// With no focus nothing is tried: the button beside the link is one press away.
		addEventListener("focus", copyLink, { once: true, signal: AbortSignal.timeout(focusWithinMs) });
	}, [asked, rooms]);
}

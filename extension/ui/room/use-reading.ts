import { useEffect, useRef, useState } from "react";
import { compareCursors } from "../../../backend/protocol/ids.ts";
import type { LiveRoom } from "../../hub/rooms.ts";
import { advance, type Reading, startReading } from "./unread.ts";
import { usePageShown } from "./use-page-shown.ts";

/** Where the reader is in a room; tells `onRead` the newest cursor once it was in sight. */
export function useReading(room: LiveRoom, atEnd: boolean, onRead: (cursor: string) => void): Reading {
	const shown = usePageShown();
	const { log, me, readCursor } = room;
	const [reading, setReading] = useState(() => startReading(log, me, readCursor));
	// Before the first replay is through, what flows past is not read.
	const looking = atEnd && shown && room.caughtUp;
	const next = advance(reading, { log, me, readCursor, looking });
	if (next !== reading) setReading(next);

	const told = useRef(readCursor);
	const last = log.at(-1)?.cursor;
	useEffect(() => {
		if (!looking || last === undefined) return;
		if (told.current !== null && compareCursors(last, told.current) <= 0) return;
		told.current = last;
		onRead(last);
	}, [looking, last, onRead]);
	return next;
}

import { useEffect, useRef, useState } from "react";
import { compareCursors } from "../../../backend/protocol/ids.ts";
import type { LiveRoom } from "../../hub/rooms.ts";
import { advance, type Reading, startReading } from "./unread.ts";
import { usePageShown } from "./use-page-shown.ts";

/**
 * Where the reader is in a room; tells `onRead` the newest cursor once it was in sight, and again when others come
 * online, who may not know.
 */
export function useReading(room: LiveRoom, atEnd: boolean, onRead: (cursor: string) => void): Reading {
	const shown = usePageShown();
	const { log, me, readCursor } = room;
	const [reading, setReading] = useState(() => startReading(log, me, readCursor));
	// Before the first replay is through, what flows past is not read.
	const looking = atEnd && shown && room.caughtUp;
	const next = advance(reading, { log, me, readCursor, looking });
	if (next !== reading) setReading(next);

	const company = room.connection.name === "open" ? companyOf(room) : "";
	const told = useRef({ cursor: readCursor, company: "" });
	const last = log.at(-1)?.cursor;
	useEffect(() => {
		if (!looking || last === undefined) return;
		const { cursor, company: before } = told.current;
		if (company === before && cursor !== null && compareCursors(last, cursor) <= 0) return;
		told.current = { cursor: last, company };
		onRead(last);
	}, [looking, last, company, onRead]);
	return next;
}

/** The others who are online, as one word. */
const companyOf = ({ people, me }: LiveRoom) =>
	people.flatMap(({ memberId, online }) => (online && memberId !== me ? memberId : [])).join(" ");

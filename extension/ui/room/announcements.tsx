import { useEffect, useRef } from "react";
import { compareCursors } from "../../../backend/protocol/ids.ts";
import type { LiveRoom } from "../../hub/rooms.ts";
import type { LogEntry, Person } from "../../room/state.ts";
import { useAnnounce } from "../kit/announcer.tsx";
import { useTimeLeft } from "../kit/time-left.ts";
import { t } from "../words.ts";
import { eventWords, isHappening } from "./event-words.ts";
import { nameOf } from "./people-words.ts";
import { markPassed } from "./time-marks.ts";

/** Says once each, to those who do not see it: who came and went, added time, how little is left, and
 * that the server holds something back. Shows nothing. */
export function Announcements({ room }: { room: LiveRoom }) {
	useTimeAnnounced(room);
	useEventsAnnounced(room);
	useWithheldAnnounced(room);
	return null;
}

function useTimeAnnounced({ expiresAt, clock }: LiveRoom): void {
	const announce = useAnnounce();
	const left = useTimeLeft(expiresAt, clock);
	const before = useRef(left);
	useEffect(() => {
		const words = markPassed(before.current, left);
		before.current = left;
		if (words) announce(words);
	}, [left, announce]);
}

function useWithheldAnnounced({ withheld }: LiveRoom): void {
	const announce = useAnnounce();
	useEffect(() => {
		if (withheld) announce(t("event.withheld"));
	}, [withheld, announce]);
}

/** A reaction to my message is said; what others do to theirs shows beside them, and would only interrupt. */
function reactionWords(
	entry: LogEntry,
	log: LiveRoom["log"],
	me: string,
	personOf: (memberId: string) => Person | undefined,
): string | undefined {
	if (entry.type !== "act" || entry.mark.kind !== "reaction" || !entry.mark.on || entry.sender === me) return undefined;
	const { to, emoji } = entry.mark;
	const isMine = log.some((message) => message.type === "message" && message.id === to && message.sender === me);
	return isMine ? t("log.reacted", { name: nameOf(personOf(entry.sender)), emoji }) : undefined;
}

function useEventsAnnounced({ log, people, me, compared, caughtUp }: LiveRoom): void {
	const announce = useAnnounce();
	const said = useRef<string | null>(null);
	useEffect(() => {
		if (!caughtUp) return;
		const last = log.at(-1)?.cursor ?? "0-0";
		const after = said.current;
		said.current = last;
		// What was there when the room opened is no news.
		if (after === null) return;
		const personOf = (id: string) => people.find((person) => person.memberId === id);
		const words: string[] = [];
		for (let at = log.length - 1; at >= 0; at--) {
			const entry = log[at];
			if (!entry || compareCursors(entry.cursor, after) <= 0) break;
			const line = isHappening(entry)
				? eventWords(entry, me, personOf, compared)?.words
				: reactionWords(entry, log, me, personOf);
			if (line) words.unshift(line);
		}
		if (words.length > 0) announce(words.join(". "));
	}, [log, people, me, compared, caughtUp, announce]);
}

import { compareCursors } from "../../../backend/protocol/ids.ts";
import type { LiveRoom } from "../../hub/rooms.ts";

/** My last message, by its id, and how many of those who are here have seen it; null while nobody has. */
export function seenBy({ log, me, people, doings }: Pick<LiveRoom, "log" | "me" | "people" | "doings">): {
	id: string;
	count: number;
} | null {
	const mine = log.findLast((entry) => entry.type === "message" && entry.sender === me);
	if (mine?.type !== "message") return null;
	const count = people.filter(({ memberId, here }) => {
		const seen = doings[memberId]?.seen;
		return here && memberId !== me && seen && compareCursors(seen, mine.cursor) >= 0;
	}).length;
	return count > 0 ? { id: mine.id, count } : null;
}

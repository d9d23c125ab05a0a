import { compareCursors } from "../../../backend/protocol/ids.ts";
import { roomKeys } from "../../../backend/store/redis/keys.ts";
import type { View } from "../history.ts";
import { type Facts, linesOf, type Screen, sentOf, type Violation } from "./facts.ts";

/**
 * What people tell of themselves is so: nobody has seen what was not shown to them, or writes who has pressed no key; of
 * who has gone nothing is told; and no store keeps a signal, or a key for it.
 */
export function signals(facts: Facts): Violation[] {
	const { screens, people, forgotAt } = facts;
	const told = new Set<string>();
	const untrue = screens.flatMap((screen) =>
		Object.entries(screen.view.doings ?? {}).flatMap(([memberId, doing]): Violation[] => {
			const who = people.get(memberId);
			// The same word on the screens that follow was looked at.
			const word = JSON.stringify([screen.who, screen.life, memberId, doing, isHere(screen, memberId)]);
			if (told.has(word)) return [];
			told.add(word);
			const broken = (what: string) => [
				{ rule: "signals", what: `${screen.who} is told that ${what}`, lines: [screen.line] },
			];
			// Who was in a room that a store forgot may not be in it again yet.
			const mayBeBack = forgotAt > Number.NEGATIVE_INFINITY;
			if (who === undefined || !(mayBeBack || isHere(screen, memberId)))
				return broken(`${memberId} does something, who is not here`);
			if (doing.writing && !hasWritten(facts, who, screen.at)) return broken(`${who} writes, who does not`);
			return doing.seen === null || hasSeen(facts, who, doing.seen, screen.at)
				? []
				: broken(`${who} has seen ${doing.seen}, who has not`);
		}),
	);
	return [...untrue, ...kept(facts)];
}

type Seen = NonNullable<View["doings"]>[string]["seen"] & string;

/** On that screen they have come, and not gone again. */
const isHere = ({ shown }: Screen, memberId: string): boolean =>
	shown.findLast((entry) => (entry.type === "joined" || entry.type === "left") && entry.memberId === memberId)?.type ===
	"joined";

const hasWritten = ({ operations }: Facts, who: number, before: number): boolean =>
	operations.some(
		({ act, who: by, invokedAt }) => by === who && act.type === "write" && act.isWriting && invokedAt <= before,
	);

/** It was on their screen, a message of somebody else's, and they had looked so far. */
function hasSeen({ screens, operations }: Facts, who: number, cursor: Seen, before: number): boolean {
	const hasRead = operations.some(
		({ who: by, cursor: read, invokedAt }) =>
			by === who && read !== undefined && invokedAt <= before && compareCursors(read, cursor) >= 0,
	);
	const wasShown = screens.some(
		({ who: by, at, shown, view }) =>
			by === who &&
			at <= before &&
			shown.some((entry) => entry.cursor === cursor && sentOf(entry) !== null && sentOf(entry)?.sender !== view.me),
	);
	return hasRead && wasShown;
}

function kept({ history, plan }: Facts): Violation[] {
	const bodies = linesOf(history, "signal").map(({ body }) => body);
	const room = linesOf(history, "left")[0]?.room;
	return linesOf(history, "store").flatMap((line): Violation[] => {
		const broken = (what: string) => [{ rule: "signals", what, lines: [line] }];
		if (bodies.some((body) => line.text.includes(body))) return broken("the store keeps a signal");
		if (plan.store === "memory" || room === undefined) return [];
		const known = new Set(roomKeys(room));
		const others = (line.keys ?? []).filter((key) => key.includes(room) && !known.has(key));
		return others.length > 0 ? broken(`the store holds ${others}, which no room needs`) : [];
	});
}

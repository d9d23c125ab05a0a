import { compareCursors } from "../../backend/protocol/ids.ts";
import type { Compared, Person } from "./state.ts";

/** Nobody's keys were compared yet. */
export const nobodyCompared: Compared = {};

/** Whose keys make up the safety number: all who hold a seat and have the link. Who has gone reads nothing any more. */
export const toCompare = (people: readonly Person[]): Person[] =>
	people.filter((person) => person.here && person.name !== null);

/**
 * After these members' number was compared, when `cursor` was the newest event. One that differs takes every mark
 * away: nobody knows whose keys are false.
 */
export function comparedAfter(
	before: Compared,
	{ memberIds, matches }: { memberIds: readonly string[]; matches: boolean },
	cursor: string,
): Compared {
	if (!matches) return nobodyCompared;
	return { ...Object.fromEntries(memberIds.map((memberId) => [memberId, cursor])), ...before };
}

/** How far the number was compared: `part` when somebody has come since. */
export function comparison(people: readonly Person[], me: string, compared: Compared): "not-yet" | "part" | "all" {
	const others = toCompare(people).filter(({ memberId }) => memberId !== me);
	const known = others.filter(({ memberId }) => memberId in compared);
	if (known.length === 0) return "not-yet";
	return known.length === others.length ? "all" : "part";
}

/** Whether this coming in made a number new that had been compared. */
export function isNewNumber({ memberId, cursor }: { memberId: string; cursor: string }, compared: Compared): boolean {
	const isBefore = (since: string | undefined) => since !== undefined && compareCursors(since, cursor) < 0;
	return Object.values(compared).some(isBefore) && !isBefore(compared[memberId]);
}

import { compareCursors, parseCursor } from "../../backend/protocol/ids.ts";
import { contentOf } from "./payload.ts";
import type { Fold, FoldEvent, LogEntry, Person } from "./state.ts";

export const emptyFold: Fold = { cursor: null, people: [], log: [], locked: false };

/** True when the event is not in yet. */
export const isNew = (fold: Fold, event: FoldEvent): boolean =>
	fold.cursor === null || compareCursors(event.cursor, fold.cursor) > 0;

/** The fold with one event more; the same object when it is in already. `firstExpiresAt`: the end before any was added. */
export function foldEvent(fold: Fold, event: FoldEvent, firstExpiresAt: number): Fold {
	if (!isNew(fold, event)) return fold;
	const entry = entryOf(fold, event, firstExpiresAt);
	return {
		cursor: event.cursor,
		people: foldPeople(fold.people, event),
		log: entry === null ? fold.log : [...fold.log, entry],
		locked: event.type === "locked" ? event.locked : fold.locked,
	};
}

function entryOf(fold: Fold, event: FoldEvent, firstExpiresAt: number): LogEntry | null {
	const { cursor } = event;
	const timestamp = parseCursor(cursor).ms;
	switch (event.type) {
		case "message":
			return { type: "message", cursor, id: event.id, sender: event.sender, timestamp, ...contentOf(event) };
		case "caught":
			return { type: "caught", cursor, sender: event.sender, timestamp };
		case "joined":
			// A seat whose profile does not open is reported, not welcomed.
			if (event.name === null) return { type: "caught", cursor, sender: event.memberId, timestamp };
			return { type: "joined", cursor, memberId: event.memberId, timestamp };
		case "left":
			return { type: "left", cursor, memberId: event.memberId, timestamp, reason: event.reason };
		case "extended": {
			const { by } = event;
			const addedMs = Math.max(0, event.expiresAt - (lastExpiry(fold.log) ?? firstExpiresAt));
			return { type: "extended", cursor, by, timestamp, expiresAt: event.expiresAt, addedMs };
		}
		case "locked":
			return { type: "locked", cursor, timestamp, locked: event.locked };
		case "skipped":
			return null;
	}
}

function lastExpiry(log: readonly LogEntry[]): number | undefined {
	return log.findLast((entry) => entry.type === "extended")?.expiresAt;
}

function foldPeople(people: readonly Person[], event: FoldEvent): readonly Person[] {
	if (event.type === "left") return changePerson(people, event.memberId, { here: false, online: false });
	if (event.type !== "joined") return people;
	const { memberId, name } = event;
	const known = people.find((person) => person.memberId === memberId);
	if (known) return changePerson(people, memberId, { here: true, name: name ?? known.name });
	return [...people, { memberId, name, order: people.length, here: true, online: false }];
}

/** The people with one of them changed; the same object when nothing is. */
export function changePerson(people: readonly Person[], memberId: string, change: Partial<Person>): readonly Person[] {
	const index = people.findIndex((person) => person.memberId === memberId);
	const person = people[index];
	if (person === undefined) return people;
	const changed = { ...person, ...change };
	const same = (Object.keys(change) as (keyof Person)[]).every((key) => person[key] === changed[key]);
	return same ? people : people.with(index, changed);
}

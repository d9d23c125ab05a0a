import { compareCursors, parseCursor } from "../../backend/protocol/ids.ts";
import { foldAct, foldRead, markOf, withoutDeeds } from "./deeds.ts";
import { firstToPass } from "./passing.ts";
import { contentOf } from "./payload.ts";
import type { Fold, FoldEvent, Handed, LogEntry, OpenedEvent, Person, Starter } from "./state.ts";

export const emptyFold: Fold = {
	cursor: null,
	people: [],
	log: [],
	locked: false,
	starter: null,
	handed: {},
	deeds: {},
	passesAt: null,
};

/** True when the event is not in yet. */
export const isNew = (fold: Fold, event: FoldEvent): boolean =>
	fold.cursor === null || compareCursors(event.cursor, fold.cursor) > 0;

/** The fold with one event more; the same object when it is in already. `firstExpiresAt`: the end before any was added. */
export function foldEvent(fold: Fold, event: FoldEvent, firstExpiresAt: number): Fold {
	if (!isNew(fold, event)) return fold;
	const logged = foldLog(fold, event, firstExpiresAt);
	return {
		cursor: event.cursor,
		people: foldPeople(fold.people, event),
		...logged,
		passesAt: firstToPass(fold.passesAt, event),
		handed: event.type === "handed" ? withHanded(fold.handed, event.sender, event) : fold.handed,
		locked: event.type === "locked" ? event.locked : fold.locked,
		starter: starterAfter(fold.starter, event),
	};
}

function foldLog(fold: Fold, event: FoldEvent, firstExpiresAt: number): Pick<Fold, "log" | "deeds"> {
	const opened = event.type === "handed" ? withOpened(fold, event.opened) : fold;
	const log = withLost(opened.log, event);
	const added = [differenceOf(log, event), entryOf(fold, event, firstExpiresAt)].flat();
	const acted = { log: added.length === 0 ? log : [...log, ...added], deeds: opened.deeds };
	return event.type === "act" ? foldAct(acted, event) : acted;
}

/** What waited for a key takes its place in the log, and the acts among it are done. */
function withOpened(fold: Fold, events: readonly OpenedEvent[]): Pick<Fold, "log" | "deeds"> {
	if (events.length === 0) return fold;
	const byCursor = new Map(events.map((event) => [event.cursor, event]));
	let { deeds } = fold;
	const log = fold.log.flatMap((entry) => {
		const event = entry.type === "sealed" ? byCursor.get(entry.cursor) : undefined;
		if (event === undefined) return entry;
		const opened = openedEntry(event);
		if (Array.isArray(opened) || opened.type !== "message") {
			deeds = withoutDeeds(deeds, event.id);
			return opened;
		}
		const read = foldRead(deeds, opened);
		deeds = read.deeds;
		return read.entry;
	});
	const read: Pick<Fold, "log" | "deeds"> = { log, deeds };
	return events.reduce((acted, event) => (event.type === "act" ? foldAct(acted, event) : acted), read);
}

/** A member hands over its newest key alone, and none once it has gone. */
function withLost(log: readonly LogEntry[], event: FoldEvent): readonly LogEntry[] {
	if (event.type !== "left" && event.type !== "handed") return log;
	const isLost = (entry: LogEntry): boolean => {
		if (entry.type !== "sealed" || entry.lost) return false;
		if (event.type === "left") return entry.sender === event.memberId;
		return entry.sender === event.sender && entry.epoch < event.epoch;
	};
	return log.some(isLost) ? log.map((entry) => (isLost(entry) ? { ...entry, lost: true } : entry)) : log;
}

/** Told of each member once: after the first difference every message of theirs differs. */
function differenceOf(log: readonly LogEntry[], event: FoldEvent): LogEntry | [] {
	if (!("shown" in event) || event.shown !== "differs") return [];
	const { cursor, sender } = event;
	if (log.some((entry) => entry.type === "differs" && entry.sender === sender)) return [];
	return { type: "differs", cursor, sender, timestamp: parseCursor(cursor).ms };
}

/** A member hands out the keys of one epoch in several messages, and goes from each to a later one. */
function withHanded(before: Fold["handed"], sender: string, { epoch, to }: Handed): Fold["handed"] {
	const known = before[sender] ?? { epoch: 0, to: [] };
	if (epoch < known.epoch) return before;
	return { ...before, [sender]: { epoch, to: epoch > known.epoch ? to : [...new Set([...known.to, ...to])] } };
}

function openedEntry(event: OpenedEvent): LogEntry | [] {
	const { cursor } = event;
	const timestamp = parseCursor(cursor).ms;
	switch (event.type) {
		case "message":
			return { type: "message", cursor, id: event.id, sender: event.sender, timestamp, ...contentOf(event) };
		case "act":
			return { type: "act", cursor, id: event.id, sender: event.sender, timestamp, mark: markOf(event.act) };
		case "caught":
			return { type: "caught", cursor, sender: event.sender, timestamp };
		case "skipped":
			return [];
	}
}

function entryOf(fold: Fold, event: FoldEvent, firstExpiresAt: number): LogEntry | [] {
	const { cursor } = event;
	const timestamp = parseCursor(cursor).ms;
	switch (event.type) {
		case "message":
		case "act":
		case "caught":
		case "skipped":
			return openedEntry(event);
		case "sealed":
			return { type: "sealed", cursor, id: event.id, sender: event.sender, timestamp, epoch: event.epoch, lost: false };
		case "handed":
			return { type: "handed", cursor, id: event.id, sender: event.sender, timestamp };
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
		case "appointed": {
			const { memberId, by } = event;
			if (!isBy(fold.starter, event)) return { type: "caught", cursor, sender: by, timestamp, what: "appointment" };
			return { type: "appointed", cursor, memberId, by, timestamp };
		}
	}
}

/** Whether it was theirs to hand on: an appointment that is shown again, or elsewhere in the order, does nothing. */
const isBy = (starter: Starter | null, { by, since }: { by: string; since: string | null }): boolean =>
	starter?.memberId === by && starter.since === since;

/** The first to come in is the starter, until it appoints another. */
function starterAfter(before: Starter | null, event: FoldEvent): Starter | null {
	const { cursor } = event;
	if (event.type === "joined") return before ?? { memberId: event.memberId, since: cursor };
	if (event.type !== "appointed" || !isBy(before, event)) return before;
	return { memberId: event.memberId, since: cursor };
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

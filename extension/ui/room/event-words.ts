import type { LogEntry, Person } from "../../room/state.ts";
import { formatSpan } from "../kit/time-left.ts";
import { nameOf } from "./people-words.ts";

/** One line about what happened; `caught`: about something that failed its check. Null shows nothing. */
export type EventWords = { words: string; caught: boolean } | null;

// A seat whose sealed profile did not open: whoever took it has the access key, but not the secret.
const strangerWords = "Someone took a seat without the whole link. They can’t read anything.";

/** The line for an entry that is no message, told to `me`. `personOf` finds somebody who is or was here. */
export function eventWords(
	entry: Exclude<LogEntry, { type: "message" }>,
	me: string,
	personOf: (memberId: string) => Person | undefined,
): EventWords {
	switch (entry.type) {
		case "joined":
			return joinedWords(entry.memberId, me, personOf(entry.memberId));
		case "left":
			return happened(leftWords(entry.reason, entry.memberId === me ? "You" : nameOf(personOf(entry.memberId))));
		case "extended":
			return happened(`${entry.by === me ? "You" : nameOf(personOf(entry.by))} added ${formatSpan(entry.addedMs)}`);
		case "locked":
			return happened(entry.locked ? "The room is locked. Nobody new comes in." : "The room is open again");
		case "caught": {
			const claimed = entry.sender === null ? undefined : personOf(entry.sender)?.name;
			if (claimed === null) return { words: strangerWords, caught: true };
			const from = claimed ? `A message that claims to be from ${claimed}` : "A message";
			return { words: `${from} failed its check. It isn’t shown.`, caught: true };
		}
	}
}

function joinedWords(memberId: string, me: string, person: Person | undefined): EventWords {
	// The starter knows; to a guest it says who was here first.
	if (person?.order === 0) return memberId === me ? null : happened(`${nameOf(person)} started the room`);
	return happened(memberId === me ? "You came in" : `${nameOf(person)} came in`);
}

function leftWords(reason: "left" | "removed" | "replaced", who: string): string {
	if (reason === "removed") return who === "You" ? "You were removed" : `${who} was removed`;
	if (reason === "replaced") return `${who} was away too long, someone else has the seat`;
	return `${who} left`;
}

const happened = (words: string): EventWords => ({ words, caught: false });

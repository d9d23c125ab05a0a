import { isNewNumber, nobodyCompared } from "../../room/compared.ts";
import type { Compared, LogEntry, Person } from "../../room/state.ts";
import { formatSpan } from "../kit/time-left.ts";
import { t } from "../words.ts";
import { nameOf } from "./people-words.ts";

/** One line about what happened; `caught`: about something that failed its check. Null shows nothing. */
export type EventWords = { words: string; caught: boolean } | null;

/** What happened, and is neither said nor done by a message. */
export type HappeningEntry = Exclude<LogEntry, { type: "message" | "withdrawn" | "act" | "sealed" | "handed" }>;

const others: ReadonlySet<LogEntry["type"]> = new Set(["message", "withdrawn", "act", "sealed", "handed"]);

export const isHappening = (entry: LogEntry): entry is HappeningEntry => !others.has(entry.type);

/**
 * The line for an entry that is no message, told to `me`. `personOf` finds somebody who is or was here; `compared`:
 * whose safety number was, which a newcomer makes new.
 */
export function eventWords(
	entry: HappeningEntry,
	me: string,
	personOf: (memberId: string) => Person | undefined,
	compared: Compared = nobodyCompared,
): EventWords {
	switch (entry.type) {
		case "joined":
			return joinedWords(entry.memberId, me, personOf(entry.memberId), isNewNumber(entry, compared));
		case "left":
			return happened(leftWords(entry.reason, entry.memberId === me ? null : nameOf(personOf(entry.memberId))));
		case "extended":
			return addedWords(entry.addedMs, entry.by === me ? null : nameOf(personOf(entry.by)));
		case "locked":
			return happened(t(entry.locked ? "event.locked" : "event.unlocked"));
		case "appointed":
			return happened(appointedWords(entry, me, personOf));
		case "caught": {
			const claimed = entry.sender === null ? undefined : personOf(entry.sender)?.name;
			// A seat whose sealed profile did not open: whoever took it has the access key, but not the secret.
			if (entry.what === "appointment") {
				const name = nameOf(entry.sender === null ? undefined : personOf(entry.sender));
				return { words: t("event.caughtHandOver", { name }), caught: true };
			}
			if (claimed === null) return { words: t("event.stranger"), caught: true };
			return { words: claimed ? t("event.caughtFrom", { name: claimed }) : t("event.caught"), caught: true };
		}
		case "differs": {
			const name = nameOf(personOf(entry.sender));
			return {
				words: entry.sender === me ? t("event.differsFromBefore") : t("event.differs", { name }),
				caught: true,
			};
		}
	}
}

/** The line for messages that can't be read: not yet, or no more, or because they are older than one's seat. */
export function sealedWords(state: "waits" | "lost" | "before", sender: Person | undefined): string {
	if (state === "before") return t("event.beforeYou");
	return t(state === "waits" ? "event.waitsForKey" : "event.keyLost", { name: nameOf(sender) });
}

function joinedWords(memberId: string, me: string, person: Person | undefined, isNew: boolean): EventWords {
	// The starter knows; to a guest it says who was here first.
	if (person?.order === 0) return memberId === me ? null : happened(t("event.started", { name: nameOf(person) }));
	return happened(
		memberId === me
			? t("event.youCameIn")
			: t(isNew ? "event.cameInNumberNew" : "event.cameIn", { name: nameOf(person) }),
	);
}

const leftKeys = {
	left: { mine: "event.youLeft", other: "event.left" },
	removed: { mine: "event.youWereRemoved", other: "event.removed" },
	replaced: { mine: "event.youWereReplaced", other: "event.replaced" },
} as const;

/** `name`: null is me. */
function leftWords(reason: keyof typeof leftKeys, name: string | null): string {
	const { mine, other } = leftKeys[reason];
	return name === null ? t(mine) : t(other, { name });
}

function appointedWords(
	{ by, memberId }: Extract<HappeningEntry, { type: "appointed" }>,
	me: string,
	personOf: (memberId: string) => Person | undefined,
): string {
	if (by === me) return t("event.youHandedOver", { name: nameOf(personOf(memberId)) });
	const name = nameOf(personOf(by));
	if (memberId === me) return t("event.handedToYou", { name });
	return t("event.handedOver", { name, other: nameOf(personOf(memberId)) });
}

/** `addedMs` is 0 when it is not known how much it was; less than a second is what two come to who add the same at once. */
function addedWords(addedMs: number, name: string | null): EventWords {
	if (addedMs === 0) return happened(name === null ? t("event.youAddedTime") : t("event.addedTime", { name }));
	if (addedMs < 1000) return null;
	const span = formatSpan(addedMs);
	return happened(name === null ? t("event.youAdded", { span }) : t("event.added", { span, name }));
}

const happened = (words: string): EventWords => ({ words, caught: false });

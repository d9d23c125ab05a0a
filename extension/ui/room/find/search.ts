import type { LiveRoom } from "../../../hub/rooms.ts";
import type { LogEntry } from "../../../room/state.ts";
import { plainText } from "../message-content.ts";
import { fold } from "./folded.ts";

type Message = Extract<LogEntry, { type: "message" }>;

/** A message that holds all the words. */
export type Hit = { room: LiveRoom; message: Message };

/** The newest hits, and how many there are. */
export type Found = { hits: readonly Hit[]; count: number };

/** More are not shown: who looks for one message says more of it. */
const mostHits = 60;

/** What one looks for: all of these, in any order. */
export const wordsToFind = (query: string): string[] => fold(query).split(/\s+/).filter(Boolean);

/** The text that is searched and shown: marks that set words apart are none of it. */
export const searchedText = (message: Message): string => plainText(message).replace(/\*\*|~~|`+/g, "");

/** Entries never change: what was folded once stays so while the room holds the entry, and goes with it. */
const foldedTexts = new WeakMap<Message, string>();

function foldedText(message: Message): string {
	const folded = foldedTexts.get(message) ?? fold(searchedText(message));
	foldedTexts.set(message, folded);
	return folded;
}

/**
 * Looks through the messages of all rooms, newest first in each. It stops after every message, so that whoever runs it
 * can let the page breathe; nothing leaves this context.
 */
export function* search(rooms: readonly LiveRoom[], words: readonly string[]): Generator<void, Found> {
	const hits: Hit[] = [];
	let count = 0;
	for (const room of rooms) {
		let inRoom = 0;
		for (let at = room.log.length - 1; at >= 0 && words.length > 0; at--) {
			const message = room.log[at];
			yield;
			if (message?.type !== "message") continue;
			const text = foldedText(message);
			if (!words.every((word) => text.includes(word))) continue;
			count++;
			if (inRoom++ < mostHits) hits.push({ room, message });
		}
	}
	hits.sort((one, other) => other.message.timestamp - one.message.timestamp);
	return { hits: hits.slice(0, mostHits), count };
}

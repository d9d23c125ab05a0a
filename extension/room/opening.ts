import type { UserEvent } from "../../backend/protocol/events.ts";
import type { RoomKeys } from "../crypto/keys.ts";
import { openMessage } from "../crypto/message.ts";
import { openProfile, type Profile } from "../crypto/profile.ts";
import { SealError } from "../crypto/seal-error.ts";
import { contentOf, isUnknownKind, payload } from "./payload.ts";
import type { FoldEvent } from "./state.ts";
import type { UnknownEvent } from "./stream/transport.ts";

type StoredEvent = Exclude<UserEvent, { event: "chat.destroy" }> | UnknownEvent;

/**
 * Opens and checks the events of one room. Call it in the order of the events: it learns who is who from the
 * `room.joined` among them. It begins at once, so that many open at a time; never rejects.
 */
export type Opener = (event: StoredEvent) => Promise<FoldEvent>;

export function createOpener({ keys, roomId }: { keys: RoomKeys; roomId: string }): Opener {
	/** The last profile of each member that opened, or null: none did. */
	const profiles = new Map<string, Promise<Profile | null>>();

	function learnProfile(memberId: string, text: string): Promise<Profile | null> {
		const before = profiles.get(memberId) ?? Promise.resolve(null);
		const opened = nullIfSealed(openProfile({ keys, roomId, memberId, text }));
		// One that does not open must not take the member's good name away.
		const known = opened.then((profile) => profile ?? before);
		profiles.set(memberId, known);
		return opened;
	}

	async function openText(event: Extract<UserEvent, { event: "chat.message" }>): Promise<FoldEvent> {
		const { id: cursor, data } = event;
		const { id, sender: memberId, text } = data;
		const caught: FoldEvent = { type: "caught", cursor, id, sender: memberId };
		const sender = await profiles.get(memberId);
		if (!sender) return caught;
		const opened = await nullIfSealed(openMessage({ keys, roomId, sender, id, text }));
		const { data: content } = payload.safeParse(opened);
		if (content) return { type: "message", cursor, id, sender: memberId, ...contentOf(content) };
		// Truly theirs, of a kind that a newer version knows.
		return isUnknownKind(opened) ? { type: "skipped", cursor, id, sender: memberId } : caught;
	}

	return async (event) => {
		const cursor = event.id;
		switch (event.event) {
			case "chat.message":
				return openText(event);
			case "room.joined": {
				const { memberId, profile } = event.data;
				const opened = await learnProfile(memberId, profile);
				return { type: "joined", cursor, memberId, name: opened?.name ?? null };
			}
			case "room.left":
				return { type: "left", cursor, ...event.data };
			case "room.extended":
				return { type: "extended", cursor, ...event.data };
			case "room.locked":
				return { type: "locked", cursor, ...event.data };
			case "unknown":
				return { type: "skipped", cursor, id: null, sender: null };
		}
	};
}

/** Null for what did not open; anything else that went wrong is ours and stays thrown. */
async function nullIfSealed<Opened>(opening: Promise<Opened>): Promise<Opened | null> {
	try {
		return await opening;
	} catch (error) {
		if (error instanceof SealError) return null;
		throw error;
	}
}

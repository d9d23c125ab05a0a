import type { UserEvent } from "../../backend/protocol/events.ts";
import { encodeBase64url } from "./base64url.ts";
import { type Bytes, lengthPrefixed, sha256, uint32, utf8 } from "./bytes.ts";

/** 32 bytes that stand for the whole history up to one event. */
export type HistoryDigest = Bytes;

/**
 * What goes into the digest of a history. The names are those of its first version: one that went in now would make an
 * older client, which passes it over, accuse the server. `room.starter` is known by what its author signed, and by the
 * place it takes from the cursors of all that follow.
 */
export type HistoryEvent = Exclude<UserEvent, { event: "chat.destroy" | "room.starter" }>;

/** The history before its first event. */
export const emptyHistory: HistoryDigest = new Uint8Array(32);

/** The history with one event more: SHA-256 over the digest so far and all that everybody must be shown alike of it. */
export async function extendHistory(before: HistoryDigest, event: HistoryEvent): Promise<HistoryDigest> {
	return sha256(lengthPrefixed(["mayfly/v1/history", before, event.id, event.event, ...(await fieldsOf(event))]));
}

/** Sealed texts, which may be long, go in as their own SHA-256. */
async function fieldsOf(event: HistoryEvent): Promise<readonly (string | Bytes)[]> {
	switch (event.event) {
		case "chat.message":
			return [event.data.id, event.data.sender, await hashText(event.data.text)];
		case "room.joined":
			return [event.data.memberId, await hashText(event.data.profile)];
		case "room.left":
			return [event.data.memberId, event.data.reason];
		case "room.extended":
			return [event.data.by, String(event.data.expiresAt)];
		case "room.locked":
			return [uint32(event.data.locked ? 1 : 0)];
	}
}

const hashText = (text: string): Promise<Bytes> => sha256(utf8(text));

/** As it travels in a message: base64url, 43 characters. */
export const writeDigest = (digest: HistoryDigest): string => encodeBase64url(digest);

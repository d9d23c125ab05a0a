import { encodeBase64url } from "./base64url.ts";
import { type Bytes, lengthPrefixed, sha256, utf8 } from "./bytes.ts";

/** 32 bytes that stand for the whole history up to one event. */
export type HistoryDigest = Bytes;

/** The history before its first event. */
export const emptyHistory: HistoryDigest = new Uint8Array(32);

/**
 * The history with one event more: SHA-256 over the digest so far and what the event says. `says`: its cursor, its
 * name and its fields; sealed texts, which may be long, go in as their own SHA-256 ({@link hashText}).
 */
export function extendHistory(before: HistoryDigest, says: readonly (string | Bytes)[]): Promise<HistoryDigest> {
	return sha256(lengthPrefixed(["mayfly/v1/history", before, ...says]));
}

export const hashText = (text: string): Promise<Bytes> => sha256(utf8(text));

/** As it travels in a message: base64url, 43 characters. */
export const writeDigest = (digest: HistoryDigest): string => encodeBase64url(digest);

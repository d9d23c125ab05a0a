import * as z from "zod/mini";

/** A letter and 21 nanoid characters; public, names the room and its channel. */
export const roomId = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_-]{21}$/));
/** base64url(first 16 bytes of SHA-256(Ed25519 public key)). */
export const memberId = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
/** A nanoid made by the sender. */
export const messageId = z.string().check(z.regex(/^[A-Za-z0-9_-]{21}$/));
/** base64url of 32 bytes: tokens, access keys and their SHA-256. */
export const key32 = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
/**
 * `<ms>-<n>`: ms since the epoch by the server's clock, and the event's ordinal in its room, from 1. 15 digits are
 * always a time that `Date` can tell.
 */
export const cursor = z.string().check(z.regex(/^[0-9]{1,15}-[0-9]{1,10}$/));

/**
 * Bytes sealed by a member, opaque to the server: base64url text of 1 to `mostBytes` characters.
 */
export const sealed = (mostBytes: number) =>
	z.string().check(z.minLength(1), z.maxLength(mostBytes), z.regex(/^[A-Za-z0-9_-]*$/));

/** The two integers of a cursor. */
export type CursorParts = { ms: number; n: number };

/** Reads a cursor that already matched {@link cursor}. */
export function parseCursor(text: string): CursorParts {
	const dash = text.indexOf("-");
	return { ms: Number(text.slice(0, dash)), n: Number(text.slice(dash + 1)) };
}

/** Negative, zero or positive as `a` stands before, at or after `b`: compared as integers, never as strings. */
export function compareCursors(a: string, b: string): number {
	const [x, y] = [parseCursor(a), parseCursor(b)];
	return x.ms - y.ms || x.n - y.n;
}

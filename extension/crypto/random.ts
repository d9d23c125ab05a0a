import { encodeBase64url } from "./base64url.ts";
import type { Bytes } from "./bytes.ts";

/** Gives that many random bytes. Passed in wherever randomness is used, so that a test can fix it. */
export type Random = (byteCount: number) => Bytes;

/** The platform's cryptographic generator. */
export const secureRandom: Random = (byteCount) => crypto.getRandomValues(new Uint8Array(byteCount));

/** A whole number from 0 to `below` − 1, each as likely; `below` is 1 to 65,536. */
export function randomBelow(below: number, random: Random): number {
	// Draws above the last whole multiple would favour the small numbers: draw again.
	const fair = 65_536 - (65_536 % below);
	for (;;) {
		const [high = 0, low = 0] = random(2);
		const drawn = high * 256 + low;
		if (drawn < fair) return drawn % below;
	}
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** 21 characters of 6 random bits each: what nanoid makes. */
export const newMessageId = (random: Random): string => encodeBase64url(random(16)).slice(0, 21);

/** A letter, so that it can stand anywhere a name can, and 21 characters of 6 random bits each. */
export const newRoomId = (random: Random): string =>
	letters.charAt(randomBelow(letters.length, random)) + newMessageId(random);

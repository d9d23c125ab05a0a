import type { Bytes } from "./bytes.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const valueByCode = new Map(Array.from(alphabet, (character, value) => [character.charCodeAt(0), value]));

/** base64url without padding (RFC 4648 §5). */
export function encodeBase64url(bytes: Uint8Array): string {
	let text = "";
	let bits = 0;
	let held = 0;
	for (const byte of bytes) {
		held = ((held << 8) | byte) & 0xffff;
		bits += 8;
		while (bits >= 6) {
			bits -= 6;
			text += alphabet.charAt((held >> bits) & 63);
		}
	}
	return bits === 0 ? text : text + alphabet.charAt((held << (6 - bits)) & 63);
}

/**
 * The bytes of a base64url text, or null unless it is exactly what {@link encodeBase64url} writes: padding, foreign
 * characters and stray trailing bits are refused, so that the same bytes never travel under two texts.
 */
export function decodeBase64url(text: string): Bytes | null {
	if (text.length % 4 === 1) return null;
	const bytes = new Uint8Array((text.length * 6) >> 3);
	let bits = 0;
	let held = 0;
	let at = 0;
	for (let index = 0; index < text.length; index++) {
		const value = valueByCode.get(text.charCodeAt(index));
		if (value === undefined) return null;
		held = ((held << 6) | value) & 0xffff;
		bits += 6;
		if (bits < 8) continue;
		bits -= 8;
		bytes[at++] = held >> bits;
	}
	return (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}

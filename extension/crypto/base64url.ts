import type { Bytes } from "./bytes.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const codeOf = new TextEncoder().encode(alphabet);
const none = 255;
/** By character code: files are a million characters, which no map can take at its pace. */
const valueByCode = new Uint8Array(128).fill(none);
for (const [value, code] of codeOf.entries()) valueByCode[code] = value;
const decoder = new TextDecoder();

/** base64url without padding (RFC 4648 §5). */
export function encodeBase64url(bytes: Uint8Array): string {
	const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
	let at = 0;
	let bits = 0;
	let held = 0;
	for (const byte of bytes) {
		held = ((held << 8) | byte) & 0xffff;
		bits += 8;
		while (bits >= 6) {
			bits -= 6;
			codes[at++] = codeOf[(held >> bits) & 63] ?? none;
		}
	}
	if (bits > 0) codes[at] = codeOf[(held << (6 - bits)) & 63] ?? none;
	return decoder.decode(codes);
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
		const value = valueByCode[text.charCodeAt(index)] ?? none;
		if (value === none) return null;
		held = ((held << 6) | value) & 0xffff;
		bits += 6;
		if (bits < 8) continue;
		bits -= 8;
		bytes[at++] = held >> bits;
	}
	return (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}

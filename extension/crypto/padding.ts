import { limits } from "../../backend/protocol/limits.ts";
import { type Bytes, concat } from "./bytes.ts";

const lengthBytes = 2;

/**
 * The lengths a sealed text may have, in characters of base64url: powers of two, so that its length says little
 * about what is inside. The longest of a purpose is the server's limit; the shortest makes all profiles, and signals
 * of any kind, look alike.
 */
export const sealedLengths = {
	message: doublings(256, limits.textBytes),
	/** A message to the server like any other, and of the same lengths. */
	keys: doublings(256, limits.textBytes),
	profile: doublings(512, limits.profileBytes),
	signal: doublings(512, limits.signalBytes),
	receipt: doublings(limits.receiptBytes, limits.receiptBytes),
	appointment: doublings(limits.appointmentBytes, limits.appointmentBytes),
} as const;
export type Purpose = keyof typeof sealedLengths;

function doublings(least: number, most: number): readonly number[] {
	return least > most ? [] : [least, ...doublings(least * 2, most)];
}

/** The bytes of a base64url text of that length; each length above is whole groups of 4 characters. */
const bytesOf = (characters: number) => (characters / 4) * 3;

/** The most bytes of JSON a sealed text of that purpose holds; `overhead` as for {@link pad}. */
export function mostPayloadBytes(purpose: Purpose, overhead: number): number {
	return bytesOf(Math.max(...sealedLengths[purpose])) - overhead - lengthBytes;
}

/**
 * The payload's length in 2 bytes, the payload, zeros: to fill the shortest sealed text of `purpose` that holds it.
 * `overhead` is what else goes into the sealed text, in bytes. Throws a RangeError when the payload fits none.
 */
export function pad(payload: Bytes, purpose: Purpose, overhead: number): Bytes {
	const needed = overhead + lengthBytes + payload.length;
	const length = sealedLengths[purpose].find((characters) => bytesOf(characters) >= needed);
	if (length === undefined) throw new RangeError(`the ${purpose} is too large to seal`);
	const head = new Uint8Array(lengthBytes);
	new DataView(head.buffer).setUint16(0, payload.length);
	return concat(head, payload, new Uint8Array(bytesOf(length) - needed));
}

/** The payload of {@link pad}, or null when the length is wrong or what follows it is not all zeros. */
export function unpad(padded: Bytes): Bytes | null {
	const end = lengthBytes + new DataView(padded.buffer, padded.byteOffset).getUint16(0);
	if (end > padded.length || padded.subarray(end).some((byte) => byte !== 0)) return null;
	return padded.slice(lengthBytes, end);
}

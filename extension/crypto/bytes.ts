/** Bytes as WebCrypto takes them: over an ArrayBuffer of their own, never a shared one. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const utf8 = (text: string): Bytes => encoder.encode(text);

/** The text of UTF-8 bytes. Throws a TypeError when they are not UTF-8. */
export const fromUtf8 = (bytes: Bytes): string => decoder.decode(bytes);

/** `value` as 4 bytes, big-endian. */
export function uint32(value: number): Bytes {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value);
	return bytes;
}

export function concat(...parts: readonly Bytes[]): Bytes {
	const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** Each part after its length in 4 bytes, so that no two different lists give the same bytes. Texts as UTF-8. */
export function lengthPrefixed(parts: readonly (string | Bytes)[]): Bytes {
	const bytes = parts.map((part) => (typeof part === "string" ? utf8(part) : part));
	return concat(...bytes.flatMap((part) => [uint32(part.length), part]));
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

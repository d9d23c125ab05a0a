import type { Bytes } from "./bytes.ts";

// AES-256-GCM with nonces of 96 bits and tags of 128. WebCrypto takes shorter keys and nonces of any size as well:
// nothing here is sealed by those, so nothing here opens by them.

const keyBytes = 32;
export const nonceBytes = 12;
export const tagBytes = 16;

/** Rejects with a RangeError unless it is 32 bytes. */
export async function importSealKey(bytes: Bytes): Promise<CryptoKey> {
	if (bytes.length !== keyBytes) throw new RangeError(`a key has ${keyBytes} bytes`);
	return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** A nonce is never used twice with one key. `additionalData` is not in the box, but changes whether it opens. */
type Under = { key: CryptoKey; nonce: Bytes; additionalData?: Bytes };

/** The ciphertext and the tag. Rejects with a RangeError unless the nonce is 12 bytes. */
export async function encrypt(under: Under, plain: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.encrypt(algorithmOf(under), under.key, plain));
}

/** Undoes {@link encrypt}. Rejects when anything was changed. */
export async function decrypt(under: Under, box: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.decrypt(algorithmOf(under), under.key, box));
}

function algorithmOf({ nonce, additionalData = new Uint8Array() }: Under): AesGcmParams {
	if (nonce.length !== nonceBytes) throw new RangeError(`a nonce has ${nonceBytes} bytes`);
	return { name: "AES-GCM", iv: nonce, additionalData, tagLength: tagBytes * 8 };
}

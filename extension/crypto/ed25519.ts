import type { Bytes } from "./bytes.ts";
import { importPair, type KeyPair } from "./key-pair.ts";

// Ed25519 (RFC 8032) as WebCrypto has it. What is signed is for `sign.ts` to say.

export const signatureBytes = 64;

export const importSignPair = (seed: Bytes): Promise<KeyPair> => importPair("Ed25519", seed, ["sign"]);

/** Rejects when the 32 bytes are no Ed25519 public key. */
export function importVerifyKey(publicKey: Bytes): Promise<CryptoKey> {
	return crypto.subtle.importKey("raw", publicKey, "Ed25519", true, ["verify"]);
}

/** 64 bytes; the same input gives the same signature. */
export async function signBytes(privateKey: CryptoKey, bytes: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, bytes));
}

/** False for any but the one form of a signature: no other can be made of it that holds too. */
export function verifyBytes(publicKey: CryptoKey, signature: Bytes, bytes: Bytes): Promise<boolean> {
	return crypto.subtle.verify("Ed25519", publicKey, signature, bytes);
}

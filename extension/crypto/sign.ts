import { type Bytes, lengthPrefixed } from "./bytes.ts";

export const signatureBytes = 64;

/** What a signature covers. Purpose and context keep it from being valid anywhere else. */
export type Signed = { purpose: string; context: readonly (string | Bytes)[]; payload: Bytes };

const signedBytes = ({ purpose, context, payload }: Signed) =>
	lengthPrefixed([`mayfly/v1/${purpose}`, ...context, payload]);

/** An Ed25519 signature, 64 bytes; the same input gives the same signature. */
export async function sign(privateKey: CryptoKey, signed: Signed): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, signedBytes(signed)));
}

export function verify(publicKey: CryptoKey, signature: Bytes, signed: Signed): Promise<boolean> {
	return crypto.subtle.verify("Ed25519", publicKey, signature, signedBytes(signed));
}

/** Rejects when the 32 bytes are no Ed25519 public key. */
export function importVerifyKey(publicKey: Bytes): Promise<CryptoKey> {
	return crypto.subtle.importKey("raw", publicKey, "Ed25519", true, ["verify"]);
}

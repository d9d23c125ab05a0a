import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import { type Bytes, concat } from "./bytes.ts";

/** The public key raw, 32 bytes. */
export type KeyPair = { publicKey: Bytes; privateKey: CryptoKey };

/** What PKCS #8 (RFC 8410) writes before the 32 bytes of a private key. WebCrypto takes no bare private key. */
const pkcs8Head = { Ed25519: "MC4CAQAwBQYDK2VwBCIEIA", X25519: "MC4CAQAwBQYDK2VuBCIEIA" };

/** The pair of a private key of 32 bytes. */
export async function importPair(algorithm: keyof typeof pkcs8Head, seed: Bytes, usages: KeyUsage[]): Promise<KeyPair> {
	const head = decodeBase64url(pkcs8Head[algorithm]) as Bytes;
	const privateKey = await crypto.subtle.importKey("pkcs8", concat(head, seed), algorithm, true, usages);
	// WebCrypto computes the public half only on the way out, as JWK's `x`.
	const { x = "" } = await crypto.subtle.exportKey("jwk", privateKey);
	return { publicKey: decode32(x), privateKey };
}

/** The 32 bytes of a private key, as base64url. */
export async function exportSeed(privateKey: CryptoKey): Promise<string> {
	const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey));
	return encodeBase64url(pkcs8.subarray(-32));
}

/** Throws a RangeError when it is not the base64url of 32 bytes. */
export function decode32(text: string): Bytes {
	const bytes = decodeBase64url(text);
	if (bytes?.length !== 32) throw new RangeError("not the base64url of 32 bytes");
	return bytes;
}

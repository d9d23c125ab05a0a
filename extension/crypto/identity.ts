import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import { type Bytes, concat, sha256 } from "./bytes.ts";
import type { Random } from "./random.ts";

/** Who I am in one room: made for it, gone with it. */
export type Identity = {
	memberId: string;
	/** 32 bytes as base64url: the bearer token. */
	token: string;
	/** base64url of its SHA-256: what the server keeps. */
	tokenHash: string;
	/** Ed25519; the public key raw, 32 bytes. */
	sign: { publicKey: Bytes; privateKey: CryptoKey };
	/** X25519; the public key raw, 32 bytes. */
	box: { publicKey: Bytes; privateKey: CryptoKey };
};

/** An identity as plain base64url strings, 32 bytes each: a CryptoKey does not survive `storage.session`. */
export type StoredIdentity = { token: string; signSeed: string; boxSeed: string };

export function createIdentity(random: Random): Promise<Identity> {
	return buildIdentity(random(32), random(32), random(32));
}

export async function exportIdentity({ token, sign, box }: Identity): Promise<StoredIdentity> {
	const [signSeed, boxSeed] = await Promise.all([exportSeed(sign.privateKey), exportSeed(box.privateKey)]);
	return { token, signSeed, boxSeed };
}

/** Throws a RangeError when a string is not the base64url of 32 bytes. */
export async function importIdentity({ token, signSeed, boxSeed }: StoredIdentity): Promise<Identity> {
	return buildIdentity(decode32(token), decode32(signSeed), decode32(boxSeed));
}

/** base64url(first 16 bytes of SHA-256(Ed25519 public key)): nobody can take it without the key. */
export async function memberIdOf(signPublicKey: Bytes): Promise<string> {
	return encodeBase64url((await sha256(signPublicKey)).subarray(0, 16));
}

async function buildIdentity(token: Bytes, signSeed: Bytes, boxSeed: Bytes): Promise<Identity> {
	const [tokenHash, sign, box] = await Promise.all([
		sha256(token),
		importPair("Ed25519", signSeed, ["sign"]),
		importPair("X25519", boxSeed, ["deriveBits"]),
	]);
	return {
		memberId: await memberIdOf(sign.publicKey),
		token: encodeBase64url(token),
		tokenHash: encodeBase64url(tokenHash),
		sign,
		box,
	};
}

/** What PKCS #8 (RFC 8410) writes before the 32 bytes of a private key. WebCrypto takes no bare private key. */
const pkcs8Head = { Ed25519: "MC4CAQAwBQYDK2VwBCIEIA", X25519: "MC4CAQAwBQYDK2VuBCIEIA" };

async function importPair(algorithm: keyof typeof pkcs8Head, seed: Bytes, usages: KeyUsage[]) {
	const head = decodeBase64url(pkcs8Head[algorithm]) as Bytes;
	const privateKey = await crypto.subtle.importKey("pkcs8", concat(head, seed), algorithm, true, usages);
	// WebCrypto computes the public half only on the way out, as JWK's `x`.
	const { x = "" } = await crypto.subtle.exportKey("jwk", privateKey);
	return { publicKey: decode32(x), privateKey };
}

async function exportSeed(privateKey: CryptoKey): Promise<string> {
	const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey));
	return encodeBase64url(pkcs8.subarray(-32));
}

function decode32(text: string): Bytes {
	const bytes = decodeBase64url(text);
	if (bytes?.length !== 32) throw new RangeError("not the base64url of 32 bytes");
	return bytes;
}

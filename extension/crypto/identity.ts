import { encodeBase64url } from "./base64url.ts";
import { type Bytes, sha256 } from "./bytes.ts";
import { importSignPair } from "./ed25519.ts";
import { decode32, exportSeed, type KeyPair } from "./key-pair.ts";
import type { Random } from "./random.ts";
import { importBoxPair } from "./x25519.ts";

/** Who I am in one room: made for it, gone with it. */
export type Identity = {
	memberId: string;
	/** 32 bytes as base64url: the bearer token. */
	token: string;
	/** base64url of its SHA-256: what the server keeps. */
	tokenHash: string;
	/** Ed25519. */
	sign: KeyPair;
	/** X25519. */
	box: KeyPair;
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
	const [tokenHash, sign, box] = await Promise.all([sha256(token), importSignPair(signSeed), importBoxPair(boxSeed)]);
	return {
		memberId: await memberIdOf(sign.publicKey),
		token: encodeBase64url(token),
		tokenHash: encodeBase64url(tokenHash),
		sign,
		box,
	};
}

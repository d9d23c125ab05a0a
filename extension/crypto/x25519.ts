import type { Bytes } from "./bytes.ts";
import { importPair, type KeyPair } from "./key-pair.ts";
import { SealError } from "./seal-error.ts";

export const importBoxPair = (seed: Bytes): Promise<KeyPair> => importPair("X25519", seed, ["deriveBits"]);

/**
 * X25519 (RFC 7748). Throws a SealError, `member`, for a public key of small order, with which anybody could agree, and
 * for one that is not written in the one way that every honest key is: browsers read those differently.
 */
export async function agree(privateKey: CryptoKey, publicKey: Bytes): Promise<Bytes> {
	if (!isCanonical(publicKey)) throw new SealError("member");
	const theirs = await crypto.subtle.importKey("raw", publicKey, "X25519", false, []).catch(refused);
	const bits = crypto.subtle.deriveBits({ name: "X25519", public: theirs }, privateKey, 256);
	const shared = new Uint8Array(await bits.catch(refused));
	// WebCrypto's own check (RFC 7748, 6.1), made again: older engines gave the zeros out.
	if (shared.every((byte) => byte === 0)) throw new SealError("member");
	return shared;
}

/** Whether it is a number of 32 bytes, the lowest first, below 2^255 − 19. */
function isCanonical(publicKey: Bytes): boolean {
	const [lowest = 0] = publicKey;
	const highest = publicKey.at(-1) ?? 0;
	if (publicKey.length !== 32 || highest > 0x7f) return false;
	return highest < 0x7f || lowest < 0xed || publicKey.subarray(1, -1).some((byte) => byte < 0xff);
}

const refused = (cause: unknown) => {
	throw new SealError("member", { cause });
};

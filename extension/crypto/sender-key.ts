import { decrypt, encrypt, importSealKey, nonceBytes } from "./aes-gcm.ts";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import { type Bytes, concat, lengthPrefixed, uint32 } from "./bytes.ts";
import { hkdf } from "./hkdf.ts";
import type { Identity } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import type { MessageKey } from "./message.ts";
import type { Profile } from "./profile.ts";
import type { Random } from "./random.ts";
import { SealError } from "./seal-error.ts";
import { agree } from "./x25519.ts";

// A member seals what it writes in company under a key of its own, 32 random bytes, which it hands to the others one
// by one: who has the link alone, then or later, can't read it. A new one is a new epoch of that member.

/** Where a sender key belongs: whose it is, in which room, and the how manieth, from 1. */
export type SenderKeyPlace = { keys: RoomKeys; roomId: string; memberId: string; epoch: number };

export const newSenderKey = (random: Random): Bytes => random(32);

/** Of a sender key that was kept as base64url, its 32 bytes. Throws a RangeError when it is none. */
export function senderKeyBytes(text: string): Bytes {
	const bytes = decodeBase64url(text);
	if (bytes?.length !== 32) throw new RangeError("a sender key that was kept is not the base64url of 32 bytes");
	return bytes;
}

/** What messages of that epoch are sealed under: to read one takes both the link and the sender's key. */
export async function senderMessageKey(
	{ keys, roomId, memberId, epoch }: SenderKeyPlace,
	senderKey: Bytes,
): Promise<MessageKey> {
	const info = lengthPrefixed(["mayfly/v1/sender", roomId, memberId, uint32(epoch)]);
	return { epoch, key: await importSealKey(await hkdf(senderKey, { salt: keys.messageBytes, info })) };
}

type Wrapping = { keys: RoomKeys; roomId: string; epoch: number };

/** A wrapped sender key: 12 bytes of nonce, 32 sealed, 16 of tag, as base64url. */
export const wrapCharacters = 80;

/** `senderKey` for one other member alone. Throws a SealError when that member's box key is no key. */
export async function wrapSenderKey(
	wrapping: Wrapping & { from: Identity; to: Pick<Profile, "memberId" | "boxKey">; random: Random },
	senderKey: Bytes,
): Promise<string> {
	const { from, to, random } = wrapping;
	const key = await wrapKey(wrapping, { mine: from, theirs: to.boxKey, from: from.memberId, to: to.memberId });
	const nonce = random(nonceBytes);
	return encodeBase64url(concat(nonce, await encrypt({ key, nonce }, senderKey)));
}

/** Undoes {@link wrapSenderKey}, as the one it was made for. Throws SealError alone. */
export async function unwrapSenderKey(
	wrapping: Wrapping & { from: Pick<Profile, "memberId" | "boxKey">; to: Identity },
	box: string,
): Promise<Bytes> {
	const { from, to } = wrapping;
	const bytes = decodeBase64url(box);
	if (bytes === null || box.length !== wrapCharacters) throw new SealError("malformed");
	const key = await wrapKey(wrapping, { mine: to, theirs: from.boxKey, from: from.memberId, to: to.memberId });
	const nonce = bytes.subarray(0, nonceBytes);
	return decrypt({ key, nonce }, bytes.subarray(nonceBytes)).catch((cause: unknown) => {
		throw new SealError("forged", { cause });
	});
}

async function wrapKey(
	{ keys, roomId, epoch }: Wrapping,
	pair: { mine: Identity; theirs: Bytes; from: string; to: string },
): Promise<CryptoKey> {
	const { mine, theirs, from, to } = pair;
	const shared = await agree(mine.box.privateKey, theirs);
	const info = lengthPrefixed(["mayfly/v1/wrap", roomId, from, to, uint32(epoch)]);
	return importSealKey(await hkdf(shared, { salt: keys.handshakeBytes, info }));
}

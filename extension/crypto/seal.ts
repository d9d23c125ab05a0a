import { decrypt, encrypt, nonceBytes, tagBytes } from "./aes-gcm.ts";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import { type Bytes, concat, lengthPrefixed, uint32 } from "./bytes.ts";
import { signatureBytes } from "./ed25519.ts";
import { mostPayloadBytes, type Purpose, pad, sealedLengths, unpad } from "./padding.ts";
import type { Random } from "./random.ts";
import { SealError } from "./seal-error.ts";
import { type Signed, sign, verify } from "./sign.ts";
import { readPayload, writePayload } from "./written-payload.ts";

// version ‖ epoch ‖ nonce ‖ AES-256-GCM(signature ‖ padded payload) ‖ tag, as base64url
const version = 1;
const epochAt = 1;
const nonceAt = 5;
const boxAt = nonceAt + nonceBytes;
const overhead = boxAt + signatureBytes + tagBytes;

/** Where a sealed text belongs: it opens nowhere else. `id` is the message's, and empty where there is none. */
export type Place = { purpose: Purpose; roomId: string; memberId: string; id: string };

/** What came out of a sealed text; the signature is still to be verified. */
export type Opened = { signature: Bytes; signed: Signed };

const contextOf = ({ roomId, memberId, id }: Place, epoch: number) => [roomId, memberId, id, uint32(epoch)] as const;

const additionalData = (place: Place, epoch: number) => lengthPrefixed([place.purpose, ...contextOf(place, epoch)]);

/** The most bytes a payload may have, as it is written. */
export const mostSealableBytes = (purpose: Purpose): number => mostPayloadBytes(purpose, overhead);

/** Signs and seals `payload`, anything {@link writePayload} can write. Throws a RangeError when it is too large to seal. */
export async function seal(
	place: Place,
	payload: unknown,
	by: { key: CryptoKey; signKey: CryptoKey; epoch: number; random: Random },
): Promise<string> {
	const bytes = writePayload(payload);
	const padded = pad(bytes, place.purpose, overhead);
	const signed = { purpose: place.purpose, context: contextOf(place, by.epoch), payload: bytes };
	const signature = await sign(by.signKey, signed);
	const nonce = by.random(nonceBytes);
	const under = { key: by.key, nonce, additionalData: additionalData(place, by.epoch) };
	const box = await encrypt(under, concat(signature, padded));
	return encodeBase64url(concat(Uint8Array.of(version), uint32(by.epoch), nonce, box));
}

/** The epoch in the head of a sealed text that is for the `handshake` key: sender keys on their way. */
export const handshakeEpoch = 0xffff_ffff;

/** The epoch that the head of a sealed text tells, unproved; null when it has no such head. */
export function epochOf(text: string): number | null {
	const head = decodeBase64url(text.slice(0, 8));
	return head?.length === 6 && head[0] === version ? new DataView(head.buffer).getUint32(epochAt) : null;
}

/** Gives the key of an epoch, or undefined when it is not here. */
export type KeyOf = (epoch: number) => CryptoKey | undefined;

/** The one key of one epoch. */
export const onlyEpoch =
	(only: number, key: CryptoKey): KeyOf =>
	(epoch) =>
		epoch === only ? key : undefined;

/** For what is sealed under a key of the link. */
export const epochZero = (key: CryptoKey): KeyOf => onlyEpoch(0, key);

/** Undoes {@link seal}: the value that the owner of `signKey` sealed for that place. Throws SealError alone. */
export async function open(place: Place, text: string, keyOf: KeyOf, signKey: CryptoKey): Promise<unknown> {
	const { signature, signed } = await unseal(place, text, keyOf);
	if (!(await verify(signKey, signature, signed))) throw new SealError("signature");
	return readPayload(signed.payload);
}

/** Undoes {@link seal} up to the signature: whoever calls it must verify. Throws SealError alone. */
export async function unseal(place: Place, text: string, keyOf: KeyOf): Promise<Opened> {
	const bytes = decodeBase64url(text);
	if (bytes === null || bytes.length === 0) throw new SealError("malformed");
	if (bytes[0] !== version) throw new SealError("version");
	if (!sealedLengths[place.purpose].includes(text.length)) throw new SealError("malformed");
	const epoch = new DataView(bytes.buffer).getUint32(epochAt);
	const key = keyOf(epoch);
	if (key === undefined) throw new SealError("epoch");
	const under = { key, nonce: bytes.subarray(nonceAt, boxAt), additionalData: additionalData(place, epoch) };
	const inside = await decrypt(under, bytes.subarray(boxAt)).catch((cause: unknown) => {
		throw new SealError("forged", { cause });
	});
	const payload = unpad(inside.subarray(signatureBytes));
	if (payload === null) throw new SealError("payload");
	const signed = { purpose: place.purpose, context: contextOf(place, epoch), payload };
	return { signature: inside.subarray(0, signatureBytes), signed };
}

import * as z from "zod/mini";
import { key32 } from "../../backend/protocol/ids.ts";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import { importVerifyKey } from "./ed25519.ts";
import { type Identity, memberIdOf } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import { cleanName } from "./profile-name.ts";
import type { Random } from "./random.ts";
import { epochZero, type Place, seal, unseal } from "./seal.ts";
import { SealError } from "./seal-error.ts";
import { verify } from "./sign.ts";
import { readPayload } from "./written-payload.ts";

/** A member as the others know it, proved: the keys belong to the memberId, the name was signed by them. */
export type Profile = {
	memberId: string;
	name: string;
	/** Verifies what the member signs (Ed25519). */
	signKey: CryptoKey;
	/** X25519 public key, raw, 32 bytes. */
	boxKey: Bytes;
};

/** Whom a message or a signal is checked against. */
export type Sender = Pick<Profile, "memberId" | "signKey">;

const profileBody = z.object({ name: z.string(), sign: key32, box: key32 });

const placeOf = (roomId: string, memberId: string): Place => ({ purpose: "profile", roomId, memberId, id: "" });

/** Throws a RangeError when `name` is not as `cleanName` gives it. */
export async function sealProfile(options: {
	keys: RoomKeys;
	roomId: string;
	identity: Identity;
	name: string;
	random: Random;
}): Promise<string> {
	const { keys, roomId, identity, name, random } = options;
	if (cleanName(name) !== name) throw new RangeError("the name is not clean");
	const body = {
		name,
		sign: encodeBase64url(identity.sign.publicKey),
		box: encodeBase64url(identity.box.publicKey),
	};
	const by = { key: keys.profile, signKey: identity.sign.privateKey, epoch: 0, random };
	return seal(placeOf(roomId, identity.memberId), body, by);
}

/** The profile of the member with that id. Throws SealError alone. */
export async function openProfile(options: {
	keys: RoomKeys;
	roomId: string;
	memberId: string;
	text: string;
}): Promise<Profile> {
	const { keys, roomId, memberId, text } = options;
	const { signature, signed } = await unseal(placeOf(roomId, memberId), text, epochZero(keys.profile));
	const { data } = profileBody.safeParse(readPayload(signed.payload));
	const publicKey = data && decodeBase64url(data.sign);
	const boxKey = data && decodeBase64url(data.box);
	if (!publicKey || !boxKey || cleanName(data.name) !== data.name) throw new SealError("payload");
	if ((await memberIdOf(publicKey)) !== memberId) throw new SealError("member");
	const signKey = await importVerifyKey(publicKey).catch((cause: unknown) => {
		throw new SealError("signature", { cause });
	});
	if (!(await verify(signKey, signature, signed))) throw new SealError("signature");
	return { memberId, name: data.name, signKey, boxKey };
}

import { utf8 } from "./bytes.ts";
import type { Identity } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import type { Sender } from "./profile.ts";
import type { Random } from "./random.ts";
import { epochZero, mostSealableBytes, open, type Place, seal } from "./seal.ts";

/** The most bytes the JSON of a message's payload may have, for its sealed text to keep the server's limit. */
export const mostMessageBytes = mostSealableBytes("message");

/** Whether a payload can be sealed as a message. */
export const messageFits = (payload: unknown): boolean => utf8(JSON.stringify(payload)).length <= mostMessageBytes;

/** Throws a RangeError unless the payload fits: ask {@link messageFits} first. */
export function sealMessage(options: {
	keys: RoomKeys;
	roomId: string;
	identity: Identity;
	/** The message's id: the text opens under no other. */
	id: string;
	payload: unknown;
	random: Random;
}): Promise<string> {
	const { keys, roomId, identity, id, payload, random } = options;
	const place: Place = { purpose: "message", roomId, memberId: identity.memberId, id };
	return seal(place, payload, { key: keys.message, signKey: identity.sign.privateKey, epoch: 0, random });
}

/** The JSON value the sender sealed, its shape still to be checked. Throws SealError alone. */
export function openMessage(options: {
	keys: RoomKeys;
	roomId: string;
	sender: Sender;
	id: string;
	text: string;
}): Promise<unknown> {
	const { keys, roomId, sender, id, text } = options;
	const place: Place = { purpose: "message", roomId, memberId: sender.memberId, id };
	return open(place, text, epochZero(keys.message), sender.signKey);
}

import { utf8 } from "./bytes.ts";
import type { Identity } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import type { Sender } from "./profile.ts";
import type { Random } from "./random.ts";
import { mostSealableBytes, onlyEpoch, open, type Place, seal } from "./seal.ts";

/** The most bytes the JSON of a message's payload may have, for its sealed text to keep the server's limit. */
export const mostMessageBytes = mostSealableBytes("message");

/** Whether a payload can be sealed as a message. */
export const messageFits = (payload: unknown): boolean => utf8(JSON.stringify(payload)).length <= mostMessageBytes;

/** What a message is sealed under: the link's `message` key in epoch 0, and a key of its sender's own from epoch 1 on. */
export type MessageKey = { epoch: number; key: CryptoKey };

export const epochZeroKey = (keys: RoomKeys): MessageKey => ({ epoch: 0, key: keys.message });

/** Throws a RangeError unless the payload fits: ask {@link messageFits} first. */
export function sealMessage(options: {
	under: MessageKey;
	roomId: string;
	identity: Identity;
	/** The message's id: the text opens under no other. */
	id: string;
	payload: unknown;
	random: Random;
}): Promise<string> {
	const { under, roomId, identity, id, payload, random } = options;
	const place: Place = { purpose: "message", roomId, memberId: identity.memberId, id };
	return seal(place, payload, { ...under, signKey: identity.sign.privateKey, random });
}

/** The JSON value the sender sealed, its shape still to be checked. Throws SealError alone. */
export function openMessage(options: {
	under: MessageKey;
	roomId: string;
	sender: Sender;
	id: string;
	text: string;
}): Promise<unknown> {
	const { under, roomId, sender, id, text } = options;
	const place: Place = { purpose: "message", roomId, memberId: sender.memberId, id };
	return open(place, text, onlyEpoch(under.epoch, under.key), sender.signKey);
}

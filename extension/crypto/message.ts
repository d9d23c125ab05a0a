import type { Identity } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import type { Sender } from "./profile.ts";
import type { Random } from "./random.ts";
import { handshakeEpoch, mostSealableBytes, onlyEpoch, open, type Place, seal } from "./seal.ts";
import { writePayload } from "./written-payload.ts";

/** The most bytes a message's payload may have as it is written, for its sealed text to keep the server's limit. */
export const mostMessageBytes = mostSealableBytes("message");

/** Whether a payload can be sealed as a message. */
export const messageFits = (payload: unknown): boolean => writePayload(payload).length <= mostMessageBytes;

/** What a message is sealed under: the link's `message` key in epoch 0, and a key of its sender's own from epoch 1 on. */
export type MessageKey = { epoch: number; key: CryptoKey };

export const epochZeroKey = (keys: RoomKeys): MessageKey => ({ epoch: 0, key: keys.message });

/** What hands sender keys over is sealed under: its epoch, in the head, tells members what it is. */
export const handshakeKey = (keys: RoomKeys): MessageKey => ({ epoch: handshakeEpoch, key: keys.handshake });

type Sealing = {
	under: MessageKey;
	roomId: string;
	identity: Identity;
	/** The message's id: the text opens under no other. */
	id: string;
	payload: unknown;
	random: Random;
};
type Opening = { under: MessageKey; roomId: string; sender: Sender; id: string; text: string };

const sealAs =
	(purpose: "message" | "keys") =>
	({ under, roomId, identity, id, payload, random }: Sealing): Promise<string> => {
		const place: Place = { purpose, roomId, memberId: identity.memberId, id };
		return seal(place, payload, { ...under, signKey: identity.sign.privateKey, random });
	};
const openAs =
	(purpose: "message" | "keys") =>
	({ under, roomId, sender, id, text }: Opening): Promise<unknown> => {
		const place: Place = { purpose, roomId, memberId: sender.memberId, id };
		return open(place, text, onlyEpoch(under.epoch, under.key), sender.signKey);
	};

/** Throws a RangeError unless the payload fits: ask {@link messageFits} first. */
export const sealMessage = sealAs("message");
/** The value the sender sealed, its shape still to be checked. Throws SealError alone. */
export const openMessage = openAs("message");

/** Sender keys on their way, to the server a message like any other. Throws a RangeError unless it fits: 50 wrapped keys do. */
export const sealKeys = sealAs("keys");
/** As {@link openMessage}, and neither opens what the other is for. */
export const openKeys = openAs("keys");

import type { Identity } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import type { Sender } from "./profile.ts";
import type { Random } from "./random.ts";
import { handshakeEpoch, onlyEpoch, open, type Place, seal } from "./seal.ts";

// What hands sender keys over. To the server it is a message like any other; its head tells members what it is.

const placeOf = (roomId: string, memberId: string, id: string): Place => ({ purpose: "keys", roomId, memberId, id });

/** Throws a RangeError when the payload does not fit: 50 wrapped keys do. */
export function sealHandshake(options: {
	keys: RoomKeys;
	roomId: string;
	identity: Identity;
	/** The message's id. */
	id: string;
	payload: unknown;
	random: Random;
}): Promise<string> {
	const { keys, roomId, identity, id, payload, random } = options;
	const by = { key: keys.handshake, signKey: identity.sign.privateKey, epoch: handshakeEpoch, random };
	return seal(placeOf(roomId, identity.memberId, id), payload, by);
}

/** The JSON value the sender sealed, its shape still to be checked. Throws SealError alone. */
export function openHandshake(options: {
	keys: RoomKeys;
	roomId: string;
	sender: Sender;
	id: string;
	text: string;
}): Promise<unknown> {
	const { keys, roomId, sender, id, text } = options;
	const place = placeOf(roomId, sender.memberId, id);
	return open(place, text, onlyEpoch(handshakeEpoch, keys.handshake), sender.signKey);
}

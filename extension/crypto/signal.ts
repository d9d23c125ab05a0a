import type { Identity } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import type { Sender } from "./profile.ts";
import type { Random } from "./random.ts";
import { epochZero, mostSealableBytes, open, type Place, seal } from "./seal.ts";

/** The most bytes the JSON of a signal's payload may have. */
export const mostSignalBytes = mostSealableBytes("signal");

// A signal has no id, so the server could deliver one twice or late: what it says must bear that.
const placeOf = (roomId: string, memberId: string): Place => ({ purpose: "signal", roomId, memberId, id: "" });

/** Throws a RangeError when the payload's JSON has more than {@link mostSignalBytes}. */
export function sealSignal(options: {
	keys: RoomKeys;
	roomId: string;
	identity: Identity;
	payload: unknown;
	random: Random;
}): Promise<string> {
	const { keys, roomId, identity, payload, random } = options;
	const by = { key: keys.signal, signKey: identity.sign.privateKey, epoch: 0, random };
	return seal(placeOf(roomId, identity.memberId), payload, by);
}

/** The JSON value the sender sealed, its shape still to be checked. Throws SealError alone. */
export function openSignal(options: {
	keys: RoomKeys;
	roomId: string;
	sender: Sender;
	text: string;
}): Promise<unknown> {
	const { keys, roomId, sender, text } = options;
	return open(placeOf(roomId, sender.memberId), text, epochZero(keys.signal), sender.signKey);
}

import type { Identity } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import type { Sender } from "./message.ts";
import type { Random } from "./random.ts";
import { type Place, readPayload, seal, unseal } from "./seal.ts";
import { SealError } from "./seal-error.ts";
import { verify } from "./sign.ts";

// A signal has no id, so the server could deliver one twice or late: what it says must bear that.
const placeOf = (roomId: string, memberId: string): Place => ({ purpose: "signal", roomId, memberId, id: "" });

/** Throws a RangeError when the payload's JSON has more than about 660 bytes. */
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
export async function openSignal(options: {
	keys: RoomKeys;
	roomId: string;
	sender: Sender;
	text: string;
}): Promise<unknown> {
	const { keys, roomId, sender, text } = options;
	const { signature, signed } = await unseal(placeOf(roomId, sender.memberId), text, (epoch) =>
		epoch === 0 ? keys.signal : undefined,
	);
	if (!(await verify(sender.signKey, signature, signed))) throw new SealError("signature");
	return readPayload(signed.payload);
}

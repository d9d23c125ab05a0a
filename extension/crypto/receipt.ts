import type { Identity } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import type { Sender } from "./profile.ts";
import type { Random } from "./random.ts";
import { epochZero, open, type Place, seal } from "./seal.ts";
import { SealError } from "./seal-error.ts";

const placeOf = (roomId: string, memberId: string): Place => ({ purpose: "receipt", roomId, memberId, id: "" });

/** Says, in this member's name, that nothing of the room is left here. To be posted only once that is so. */
export function sealReceipt(options: {
	keys: RoomKeys;
	roomId: string;
	identity: Identity;
	random: Random;
}): Promise<string> {
	const { keys, roomId, identity, random } = options;
	const by = { key: keys.signal, signKey: identity.sign.privateKey, epoch: 0, random };
	return seal(placeOf(roomId, identity.memberId), { wiped: true }, by);
}

/** Whether it is that member's receipt for that room. */
export async function isReceiptOf(options: {
	keys: RoomKeys;
	roomId: string;
	sender: Sender;
	text: string;
}): Promise<boolean> {
	const { keys, roomId, sender, text } = options;
	try {
		const said = await open(placeOf(roomId, sender.memberId), text, epochZero(keys.signal), sender.signKey);
		return typeof said === "object" && said !== null && "wiped" in said && said.wiped === true;
	} catch (error) {
		if (error instanceof SealError) return false;
		throw error;
	}
}

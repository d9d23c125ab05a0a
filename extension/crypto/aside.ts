import type { Identity } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import type { Purpose } from "./padding.ts";
import type { Sender } from "./profile.ts";
import type { Random } from "./random.ts";
import { epochZero, mostSealableBytes, open, type Place, seal } from "./seal.ts";

// What a member says beside the messages: sealed in epoch 0 under the link's `signal` key, with no id. So the server could
// deliver it twice or late, and what it says must bear that.

type Aside = Extract<Purpose, "signal" | "receipt" | "appointment">;

/** Whoever says something aside. */
export type Speaker = { keys: RoomKeys; roomId: string; identity: Identity; random: Random };
/** Whose it is said to be. */
export type Heard = { keys: RoomKeys; roomId: string; sender: Sender; text: string };

const placeOf = (purpose: Aside, roomId: string, memberId: string): Place => ({ purpose, roomId, memberId, id: "" });

/** Throws a RangeError when the payload's JSON has more bytes than {@link mostSealableBytes} of that purpose. */
export function sealAside(
	purpose: Aside,
	{ keys, roomId, identity, random }: Speaker,
	payload: unknown,
): Promise<string> {
	const by = { key: keys.signal, signKey: identity.sign.privateKey, epoch: 0, random };
	return seal(placeOf(purpose, roomId, identity.memberId), payload, by);
}

/** The JSON value that the sender sealed, its shape still to be checked. Throws SealError alone. */
export function openAside(purpose: Aside, { keys, roomId, sender, text }: Heard): Promise<unknown> {
	return open(placeOf(purpose, roomId, sender.memberId), text, epochZero(keys.signal), sender.signKey);
}

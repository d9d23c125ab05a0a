import { createIdentity, type Identity } from "../identity.ts";
import { deriveRoomKeys, type RoomKeys } from "../keys.ts";
import type { Link } from "../link.ts";
import { openProfile, type Profile, sealProfile } from "../profile.ts";
import { secureRandom as random } from "../random.ts";

/** A member of a room, and as the others know it. */
export type Seat = { roomId: string; keys: RoomKeys; identity: Identity; sender: Profile };

export async function takeSeat({ roomId, secret }: Link): Promise<Seat> {
	const keys = await deriveRoomKeys({ roomId, secret });
	const identity = await createIdentity(random);
	const profile = await sealProfile({ keys, roomId, identity, name: "Small Plover", random });
	return { roomId, keys, identity, sender: await openProfile({ ...identity, keys, roomId, text: profile }) };
}

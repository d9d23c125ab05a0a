import * as z from "zod/mini";
import { cursor, memberId as memberIdSchema } from "../../backend/protocol/ids.ts";
import type { Identity } from "./identity.ts";
import type { RoomKeys } from "./keys.ts";
import type { Sender } from "./profile.ts";
import type { Random } from "./random.ts";
import { epochZero, open, type Place, seal } from "./seal.ts";
import { SealError } from "./seal-error.ts";

/**
 * The starter's word that its rights go over to another. `since`: the cursor of the event by which the starter has them
 * itself. So the server can't show the word again when they have come back to the starter later.
 */
export const appointment = z.object({ to: memberIdSchema, since: cursor });
export type Appointment = z.output<typeof appointment>;

const placeOf = (roomId: string, memberId: string): Place => ({ purpose: "appointment", roomId, memberId, id: "" });

/** Always of one size. */
export function sealAppointment(options: {
	keys: RoomKeys;
	roomId: string;
	identity: Identity;
	appointment: Appointment;
	random: Random;
}): Promise<string> {
	const { keys, roomId, identity, random } = options;
	const { to, since } = options.appointment;
	const by = { key: keys.signal, signKey: identity.sign.privateKey, epoch: 0, random };
	return seal(placeOf(roomId, identity.memberId), { to, since }, by);
}

/** What that member has signed for that room. Throws SealError alone. */
export async function openAppointment(options: {
	keys: RoomKeys;
	roomId: string;
	sender: Sender;
	text: string;
}): Promise<Appointment> {
	const { keys, roomId, sender, text } = options;
	const said = await open(placeOf(roomId, sender.memberId), text, epochZero(keys.signal), sender.signKey);
	const { data } = appointment.safeParse(said);
	if (data === undefined) throw new SealError("payload");
	return data;
}

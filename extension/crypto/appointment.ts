import * as z from "zod/mini";
import { cursor, memberId } from "../../backend/protocol/ids.ts";
import { type Heard, openAside, type Speaker, sealAside } from "./aside.ts";
import { SealError } from "./seal-error.ts";

/**
 * The starter's word that its rights go over to another. `since`: the cursor of the event by which the starter has them
 * itself. So the server can't show the word again when they have come back to the starter later.
 */
export const appointment = z.object({ to: memberId, since: cursor });
export type Appointment = z.output<typeof appointment>;

/** Always of one size. */
export const sealAppointment = ({
	appointment: { to, since },
	...speaker
}: Speaker & { appointment: Appointment }): Promise<string> => sealAside("appointment", speaker, { to, since });

/** What that member has signed for that room. Throws SealError alone. */
export async function openAppointment(heard: Heard): Promise<Appointment> {
	const { data } = appointment.safeParse(await openAside("appointment", heard));
	if (data === undefined) throw new SealError("payload");
	return data;
}

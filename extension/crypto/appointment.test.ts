import { beforeAll, expect, test } from "vitest";
import { limits } from "../../backend/protocol/limits.ts";
import { openAppointment, sealAppointment } from "./appointment.ts";
import { newLink } from "./link.ts";
import { secureRandom as random } from "./random.ts";
import { sealSignal } from "./signal.ts";
import { type Seat, takeSeat } from "./testing/seat.ts";

let [here, other, elsewhere] = [] as unknown as [Seat, Seat, Seat];
beforeAll(async () => {
	const room = newLink("https://chat.example.org", random);
	here = await takeSeat(room);
	other = await takeSeat(room);
	elsewhere = await takeSeat(newLink(room.server, random));
});

const appointment = () => ({ to: other.identity.memberId, since: "1764249600000-1" });

test("an appointment says who and since when, in its member's name for its room alone, and fills the server's limit", async () => {
	const text = await sealAppointment({ ...here, appointment: appointment(), random });
	expect(text).toHaveLength(limits.appointmentBytes);
	expect(await openAppointment({ ...here, text })).toEqual(appointment());
	await expect(openAppointment({ ...other, text })).rejects.toThrow("forged");
	await expect(openAppointment({ ...elsewhere, sender: here.sender, text })).rejects.toThrow("forged");
});

test("nobody appoints in another's name, and nothing else that a member sealed is an appointment", async () => {
	const { memberId } = here.identity;
	const inTheirName = { ...other, identity: { ...other.identity, memberId } };
	const forged = await sealAppointment({ ...inTheirName, appointment: appointment(), random });
	await expect(openAppointment({ ...here, text: forged })).rejects.toThrow("signature");
	const signal = await sealSignal({ ...here, payload: appointment(), random });
	expect(signal).toHaveLength(limits.appointmentBytes);
	await expect(openAppointment({ ...here, text: signal })).rejects.toThrow("forged");
});

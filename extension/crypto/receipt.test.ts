import { beforeAll, expect, test } from "vitest";
import { limits } from "../../backend/protocol/limits.ts";
import { newLink } from "./link.ts";
import { secureRandom as random } from "./random.ts";
import { isReceiptOf, sealReceipt } from "./receipt.ts";
import { sealSignal } from "./signal.ts";
import { type Seat, takeSeat } from "./testing/seat.ts";

let [here, other, elsewhere] = [] as unknown as [Seat, Seat, Seat];
beforeAll(async () => {
	const room = newLink("https://chat.example.org", random);
	here = await takeSeat(room);
	other = await takeSeat(room);
	elsewhere = await takeSeat(newLink(room.server, random));
});

test("a receipt is its member's for its room, and nobody else's, and fills the server's limit", async () => {
	const text = await sealReceipt({ ...here, random });
	expect(text).toHaveLength(limits.receiptBytes);
	expect(await isReceiptOf({ ...here, text })).toBe(true);
	expect(await isReceiptOf({ ...other, text })).toBe(false);
	expect(await isReceiptOf({ ...elsewhere, sender: here.sender, text })).toBe(false);
	expect(await isReceiptOf({ ...here, roomId: elsewhere.roomId, text })).toBe(false);
});

test("neither another member of the room nor a signal with the same words passes for one", async () => {
	const { memberId } = here.identity;
	const forged = await sealReceipt({ ...other, identity: { ...other.identity, memberId }, random });
	expect(await isReceiptOf({ ...here, text: forged })).toBe(false);
	const signal = await sealSignal({ ...here, payload: { wiped: true }, random });
	expect(signal).toHaveLength(limits.receiptBytes);
	expect(await isReceiptOf({ ...here, text: signal })).toBe(false);
	for (const text of ["", "AAAA", "A".repeat(limits.receiptBytes), "é"]) {
		expect(await isReceiptOf({ ...here, text })).toBe(false);
	}
});

import type { Hono } from "hono";
import { answerNothing } from "../answers.ts";
import { roomIdOf } from "../auth.ts";
import { sendReceiptBody } from "../protocol/messages.ts";
import type { RoomStore } from "../store/room-store.ts";
import { type Handler, serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

/**
 * Takes no token, for there is none any more, and answers alike whether there was such a room.
 * @param options.countReceipt takes one receipt from the budget of who asks; throws `too-fast`
 */
export function serveReceipts(
	app: Hono,
	store: RoomStore,
	options: { countReceipt: (...[c]: Parameters<Handler>) => void },
): void {
	serveAddress(app, "/api/rooms/:roomId/receipts", {
		async POST(c) {
			options.countReceipt(c);
			const { body } = await readBody(c, sendReceiptBody);
			await store.receipt(roomIdOf(c), body);
			return answerNothing(202);
		},
	});
}

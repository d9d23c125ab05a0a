import * as z from "zod/mini";
import { cursor, memberId, messageId, roomId, sealed } from "./ids.ts";
import { limits } from "./limits.ts";

/** Body of `POST /api/rooms/:roomId/messages`. */
export const sendMessageBody = z.object({ id: messageId, text: sealed(limits.textBytes) });
export type SendMessageBody = z.output<typeof sendMessageBody>;

/** Answer to a send. */
export const sentMessage = z.object({ id: messageId, cursor, timestamp: z.int() });
export type SentMessage = z.output<typeof sentMessage>;

/** The data of a `chat.message` event. */
export const message = z.object({
	id: messageId,
	sender: memberId,
	text: sealed(limits.textBytes),
	roomId,
	timestamp: z.int(),
});
export type Message = z.output<typeof message>;

/** Query of `GET /api/rooms/:roomId/messages`. */
export const historyQuery = z.object({
	after: z.optional(cursor),
	limit: z._default(
		z.coerce.number().check(z.int(), z.gte(1), z.lte(limits.historyPage.most)),
		limits.historyPage.preset,
	),
});
export type HistoryQuery = z.output<typeof historyQuery>;

/** Answer to a history read, in order. */
export const historyPage = z.object({
	messages: z.array(z.extend(message, { cursor })),
	more: z.boolean(),
});
export type HistoryPage = z.output<typeof historyPage>;

/** Body of `POST /api/rooms/:roomId/signals`. */
export const sendSignalBody = z.object({ body: sealed(limits.signalBytes) });

/** Body of `POST /api/rooms/:roomId/receipts`. */
export const sendReceiptBody = z.object({ body: sealed(limits.receiptBytes) });

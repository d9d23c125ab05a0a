import { mostMessageBytes } from "../../crypto/message.ts";
import { type Content, payload, payloadOf } from "../../room/payload.ts";
import { t } from "../words.ts";

/** Kept free in every message for what the room adds beside the text. */
const reservedBytes = 192;

const encoder = new TextEncoder();
const jsonBytes = (content: Content) => encoder.encode(JSON.stringify(payloadOf(content))).length;

/** Bytes of JSON and UTF-8 that still fit beside this in one message; negative: it is too long. */
export function bytesLeft(content: Content): number {
	return mostMessageBytes - reservedBytes - jsonBytes(content);
}

/** Whether it can be sent: it says something, and fits. */
export function canSend({ text, page }: Content): boolean {
	const saysSomething = text.trim() !== "" || page !== undefined;
	return saysSomething && bytesLeft({ text, page }) >= 0 && payload.safeParse(payloadOf({ text, page })).success;
}

/** Said when the end is near, before it bites; null while there is room. Counts in characters like those written. */
export function lengthWords({ text, page }: Content): { words: string; over: boolean } | null {
	const left = bytesLeft({ text, page });
	if (left > 1000) return null;
	const bytesEach = text === "" ? 1 : (jsonBytes({ text, page }) - jsonBytes({ text: "", page })) / text.length;
	if (left < 0) {
		const over = Math.ceil(-left / bytesEach);
		return { words: t("composer.tooLong", { count: over }), over: true };
	}
	// In steps, so that it does not tick with every key.
	const room = Math.floor(left / bytesEach / 50) * 50;
	return { words: room === 0 ? t("composer.nearlyFull") : t("composer.roomFor", { count: room }), over: false };
}

import { mostMessageBytes } from "../../crypto/message.ts";
import { payload } from "../../room/payload.ts";
import { t } from "../words.ts";

/** Kept free in every message for what the room adds beside the text. */
const reservedBytes = 192;

const encoder = new TextEncoder();
const jsonBytes = (text: string) => encoder.encode(JSON.stringify({ kind: "text", text })).length;

/** Bytes of JSON and UTF-8 that still fit beside this text in one message; negative: it is too long. */
export function bytesLeft(text: string): number {
	return mostMessageBytes - reservedBytes - jsonBytes(text);
}

/** Whether the text can be sent: it says something, and fits. */
export function canSend(text: string): boolean {
	return text.trim() !== "" && bytesLeft(text) >= 0 && payload.safeParse({ kind: "text", text }).success;
}

/** Said when the end is near, before it bites; null while there is room. Counts in characters like those written. */
export function lengthWords(text: string): { words: string; over: boolean } | null {
	const left = bytesLeft(text);
	if (left > 1000) return null;
	const bytesEach = (jsonBytes(text) - jsonBytes("")) / Math.max(1, text.length);
	if (left < 0) {
		const over = Math.ceil(-left / bytesEach);
		return { words: t("composer.tooLong", { count: over }), over: true };
	}
	// In steps, so that it does not tick with every key.
	const room = Math.floor(left / bytesEach / 50) * 50;
	return { words: room === 0 ? t("composer.nearlyFull") : t("composer.roomFor", { count: room }), over: false };
}

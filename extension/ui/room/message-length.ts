import { mostMessageBytes } from "../../crypto/message.ts";
import { payload, payloadOf, type Said } from "../../room/payload.ts";
import { t } from "../words.ts";

/** Kept free in every message for what the room adds beside the text. */
const reservedBytes = 192;

const encoder = new TextEncoder();
const jsonBytes = (said: Said) => encoder.encode(JSON.stringify(payloadOf(said))).length;

/** The words in it: of a message, or of an edit. */
const wordsOf = (said: Said): string => (said.act?.kind === "edit" ? said.act.text : (said.text ?? ""));

/** Bytes of JSON and UTF-8 that still fit beside this in one message; negative: it is too long. */
export function bytesLeft(said: Said): number {
	return mostMessageBytes - reservedBytes - jsonBytes(said);
}

/** Whether it can be sent: it says something, and fits. */
export function canSend(said: Said): boolean {
	const saysSomething = wordsOf(said).trim() !== "" || said.page !== undefined || said.file !== undefined;
	return saysSomething && bytesLeft(said) >= 0 && payload.safeParse(payloadOf(said)).success;
}

/** Said when the end is near, before it bites; null while there is room. Counts in characters like those written. */
export function lengthWords(said: Said): { words: string; over: boolean } | null {
	const left = bytesLeft(said);
	if (left > 1000) return null;
	const text = wordsOf(said);
	const bytesEach = text === "" ? 1 : (encoder.encode(JSON.stringify(text)).length - 2) / text.length;
	if (left < 0) {
		const over = Math.ceil(-left / bytesEach);
		return { words: t("composer.tooLong", { count: over }), over: true };
	}
	// In steps, so that it does not tick with every key.
	const room = Math.floor(left / bytesEach / 50) * 50;
	return { words: room === 0 ? t("composer.nearlyFull") : t("composer.roomFor", { count: room }), over: false };
}

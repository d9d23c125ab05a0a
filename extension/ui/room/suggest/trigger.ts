/** What is being typed that a list can finish: from `start` up to the caret. */
export type Trigger = { kind: "emoji" | "mention"; start: number; query: string };

/** A colon and two letters, where a word may begin: neither 10:30 nor :). */
const emojiTyped = /(?:^|[\s([{])(:([a-z+-][a-z0-9_+-]{1,30}))$/i;
/** Names have up to a few words; an address of a mail has no @ at its beginning. */
const mentionTyped = /(?:^|[\s([{])(@([^\s@]{0,40}(?: [^\s@]{1,40}){0,2}))$/;

/** Reads what stands before the caret. */
export function triggerAt(text: string, caret: number): Trigger | null {
	// No trigger is longer: the rest of a long text is not looked at.
	const before = text.slice(Math.max(0, caret - 130), caret);
	const emoji = emojiTyped.exec(before);
	const found = emoji ?? mentionTyped.exec(before);
	if (!found) return null;
	const [, typed = "", query = ""] = found;
	return { kind: emoji ? "emoji" : "mention", start: caret - typed.length, query };
}

/** The name of an emoji that was typed whole, `:wave:`, right before the caret. */
export function emojiNameAt(text: string, caret: number): { start: number; name: string } | null {
	const found = /(?:^|[\s([{])(:([a-z0-9_+-]{2,40}):)$/i.exec(text.slice(Math.max(0, caret - 60), caret));
	if (!found) return null;
	const [, typed = "", name = ""] = found;
	return { start: caret - typed.length, name };
}

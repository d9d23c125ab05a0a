import english from "../../locales/en.json";
import { type Key, t } from "../words.ts";

/**
 * What English words are in the language that is spoken: every message that reads so in English (two may, and differ
 * elsewhere), with the names and numbers that are put into it; and the words themselves, for a name or a number.
 */
export function inThisLanguage(words: string): string[] {
	return [words, ...translations(english, words, "")];
}

function translations(group: object, words: string, path: string): string[] {
	return Object.entries(group).flatMap(([name, value]) => {
		if (typeof value === "object") return translations(value, words, `${path}${name}.`);
		const values = valuesIn(value, words);
		return values ? [t(`${path}${name}` as "people.remove" & Key, values as { name: string })] : [];
	});
}

/** What stands in `words` at the braces of the message; null when they are other words. */
function valuesIn(message: string, words: string): Record<string, string> | null {
	const pieces = message.split(/\{(\w+)\}/);
	const pattern = pieces.map((piece, at) =>
		at % 2 ? `(?<${piece}>.+)` : piece.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
	);
	const found = new RegExp(`^${pattern.join("")}$`, "u").exec(words);
	return found && { ...found.groups };
}

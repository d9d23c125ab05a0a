import english from "../../locales/en.json";
import { type Key, t } from "../words.ts";

/**
 * What English words are in the language that is spoken: every message that reads so in English (two may, and differ
 * elsewhere); and the words themselves, for a name or a number.
 */
export function inThisLanguage(words: string): string[] {
	return [words, ...keysOf(english, words).map((key) => t(key as "app.name" & Key))];
}

function keysOf(group: object, words: string): string[] {
	return Object.entries(group).flatMap(([name, value]) => {
		if (value === words) return [name];
		return typeof value === "object" ? keysOf(value, words).map((rest) => `${name}.${rest}`) : [];
	});
}

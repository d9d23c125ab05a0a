import type { GeneratedI18nStructure } from "#i18n";

/**
 * Every word that people read. The words of a language are one file, `extension/locales/<language>.json`;
 * `@wxt-dev/i18n` makes the extension's `_locales` and the types of the keys out of them, the guest page bundles them.
 *
 * A new word: write it into `en.json` and every other file there, `npx wxt prepare`, then `t("group.word")`. What stands
 * for something else is `{inBraces}`: `t("join.heading", { room: "Alder Bend" })`. What differs by number has the forms
 * `{ "1": "{count} seat", "n": "{count} seats" }`, with a `"0"` where none has words of its own.
 *
 * A new language: one more file there with every key, named as the browsers name it (`pt_BR.json`). Nothing else has to
 * be told about it; `npm test` says what it lacks.
 */
type Structure = GeneratedI18nStructure;

/** Names a message: `group.word`. A key that no file has is a type error. */
export type Key = Exclude<keyof Structure, `@@${string}`>;

/** What has to be put into a message: a value for each of its braces. A number is written as the language does. */
type Values<K extends Key> = Structure[K] extends { namedSubstitutions: readonly (infer Name extends string)[] }
	? [values: Record<Name, string | number>]
	: [];

/** Where words come from: a message's forms by number, as the locale file lists them; a message without has one. */
export type Words = (key: Key) => readonly string[];

let words: Words = () => {
	throw new Error("no language yet: speak() comes first");
};
let plurals: Intl.PluralRules;
let numbers: Intl.NumberFormat;

let whenComplete: () => Promise<Words> = async () => words;

/**
 * Chooses the language, once, before anything is shown: the extension's pages hand in the browser's.
 * @param complete loads all words, where `source` has only those that are read before a room is open
 */
export function speak(source: Words, complete?: () => Promise<Words>): void {
	words = source;
	whenComplete = complete ?? (async () => source);
	plurals = new Intl.PluralRules(t("language.tag"));
	numbers = new Intl.NumberFormat(t("language.tag"));
}

/** Waits for the words of a room. Rejects when they do not load. */
export async function learnAllWords(): Promise<void> {
	words = await whenComplete();
}

/** The words for `key`. Where they differ by number, `count` decides. */
export function t<K extends Key>(key: K, ...[values]: Values<K>): string {
	return fill(key, values ?? {}).join("");
}

/**
 * The same in pieces, for elements amid the words: text and values by turns. A value is given as it is, so that it may
 * be a React node.
 */
export function pieces<K extends Key, Value>(
	key: K,
	values: Record<Values<K> extends [infer Named] ? keyof Named : never, Value>,
): (string | Value)[] {
	return fill<Value>(key, values);
}

function fill<Value>(key: Key, values: Record<string, Value>): (string | Value)[] {
	// Split by a pattern with a group: every second piece is a name.
	return formFor(words(key), values.count)
		.split(/\{(\w+)\}/)
		.map((piece, at) => {
			if (at % 2 === 0) return piece;
			const value = values[piece] as Value;
			return typeof value === "number" ? numbers.format(value) : value;
		});
}

function formFor(forms: readonly string[], count: unknown): string {
	const [other = ""] = forms.slice(-1);
	if (forms.length === 1 || typeof count !== "number") return other;
	if (forms.length === 3 && count === 0) return forms[0] ?? other;
	return (plurals.select(count) === "one" ? forms.at(-2) : undefined) ?? other;
}

/** Words straight from a locale file. */
export function wordsOf(file: object): Words {
	return (key) => {
		let found: unknown = file;
		for (const part of key.split(".")) found = (found as Record<string, unknown>)[part];
		return typeof found === "string" ? [found] : Object.values(found as Record<string, string>);
	};
}

/** Tells the page which language it speaks and which way it runs, and names it. */
export function dressPage(page: Document, title: string): void {
	page.documentElement.lang = t("language.tag");
	page.documentElement.dir = t("language.direction");
	page.title = title;
}

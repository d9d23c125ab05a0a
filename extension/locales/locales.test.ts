import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generateChromeMessages, type MessagesObject, parseMessagesObject } from "@wxt-dev/i18n/build";
import { describe, expect, test } from "vitest";
import { shownModules, stringsIn } from "../ui/testing/source-words.ts";
import { type Key, wordsOf } from "../ui/words.ts";

/** A message's forms by number, "0", "1" and "n"; one that does not differ by number has "n" alone. */
type Forms = Record<string, string>;

const locales = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".json"));
const fileOf = (locale: string): MessagesObject => JSON.parse(readFileSync(join(import.meta.dirname, locale), "utf8"));

function messagesOf(group: object, before = ""): Map<string, Forms> {
	return new Map(
		Object.entries(group).flatMap(([name, value]): [string, Forms][] => {
			if (typeof value === "string") return [[before + name, { n: value }]];
			if ("n" in value) return [[before + name, value]];
			return [...messagesOf(value, `${before}${name}.`)];
		}),
	);
}

const messages = new Map(locales.map((locale) => [locale, messagesOf(fileOf(locale))]));
const english = messages.get("en.json") ?? new Map<string, Forms>();
const placeholders = (forms: Forms) =>
	[...new Set(Object.values(forms).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].toSorted();

test("English, German, French, Spanish and Japanese are there, and the README names every language", () => {
	expect(locales).toEqual(expect.arrayContaining(["en.json", "de.json", "fr.json", "es.json", "ja.json"]));
	expect(english.size).toBeGreaterThan(200);
	const [, named = ""] =
		readFileSync(join(import.meta.dirname, "../../README.md"), "utf8").match(/Speaks ([^.*]+)/) ?? [];
	const names = new Intl.DisplayNames("en", { type: "language" });
	const spoken = locales.map((locale) => names.of(locale.replace(".json", "").replace("_", "-")));
	expect(named.split(/, | and /).toSorted()).toEqual(spoken.toSorted());
});

test("every word is used: its key stands whole in a source, or in the manifest", () => {
	const sources = ["ui", "web", "browser", "entrypoints"].flatMap(shownModules);
	const used = new Set(sources.flatMap(({ path, source }) => stringsIn(path, source).map(({ text }) => text)));
	const manifest = readFileSync(join(import.meta.dirname, "../../wxt.config.ts"), "utf8");
	for (const [, name = ""] of manifest.matchAll(/__MSG_(\w+)__/g)) used.add(name.replaceAll("_", "."));
	// A key may be put together in a template, whose parts the type checker knows.
	const made = [...used].filter((text) => /^[a-z]\w*\.[\w.…]*…/.test(text));
	const patterns = made.map((text) => new RegExp(`^${text.replaceAll(".", "\\.").replaceAll("…", "\\w+")}$`));
	const isUsed = (key: string) => used.has(key) || patterns.some((pattern) => pattern.test(key));
	expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
});

describe.each(locales)("%s", (locale) => {
	const own = messages.get(locale) ?? new Map<string, Forms>();
	const tag = own.get("language.tag")?.n ?? "";
	const texts = [...own].flatMap(([key, forms]) => Object.values(forms).map((text) => ({ key, text })));

	test("has every word that English has, and no other", () => {
		expect(
			[...own.keys()].filter((key) => !english.has(key)),
			"not in English",
		).toEqual([]);
		expect(
			[...english.keys()].filter((key) => !own.has(key)),
			"missing",
		).toEqual([]);
	});

	test("says the same of the same things: the values that go in are those of English", () => {
		const wrong = [...own].filter(([key, forms]) => {
			const wanted = placeholders(english.get(key) ?? {});
			// The form for many stands for all that have none of their own, so it holds every value.
			return `${placeholders(forms)}` !== `${wanted}` || `${placeholders({ n: forms.n ?? "" })}` !== `${wanted}`;
		});
		expect(wrong.map(([key]) => key)).toEqual([]);
	});

	test("has the forms by number that its language has", () => {
		const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
		// "many" is for millions in French and Spanish. For more than these, @wxt-dev/i18n has no forms.
		expect(categories.filter((name) => !["one", "other", "many"].includes(name))).toEqual([]);
		const differs = [...english].filter(([, forms]) => "1" in forms).map(([key]) => key);
		if (categories.includes("one")) expect(differs.filter((key) => !("1" in (own.get(key) ?? {})))).toEqual([]);
		// With "0" there are three: which is which is told by their order.
		expect([...own].filter(([, forms]) => "0" in forms && !("1" in forms)).map(([key]) => key)).toEqual([]);
	});

	test("is named as the browsers name it, and runs the way its language does", () => {
		expect(locale).toBe(`${tag.replace("-", "_")}.json`);
		const { direction } = (new Intl.Locale(tag) as unknown as { getTextInfo(): { direction: string } }).getTextInfo();
		expect(own.get("language.direction")?.n).toBe(direction);
	});

	test("reads well: nobody shouts, apostrophes are typographic, nothing is empty", () => {
		for (const { key, text } of texts) {
			expect(text, key).not.toMatch(/[!！¡]|['"`]|\$|^\s|\s$|^$| {2}| \| /);
			if (tag === "fr") expect(text, key).not.toMatch(/[ ][?:;»]|«[ ]/);
		}
	});

	test("fits the stores: a name of 75 characters at most, a description of 132", () => {
		expect(own.get("app.name")?.n?.length).toBeLessThanOrEqual(75);
		expect(own.get("app.description")?.n?.length).toBeLessThanOrEqual(132);
	});

	test("what stands on a button is part of its name", () => {
		for (const [key, { n: short = "" }] of own) {
			if (!key.endsWith("Short")) continue;
			const name = own.get(key.replace(/Short$/, ""))?.n ?? "";
			expect(name.toLowerCase(), key).toContain(short.toLowerCase());
		}
	});

	test("says the same from the extension’s compiled files as from this one", () => {
		const compiled: Record<string, { message: string }> = generateChromeMessages(parseMessagesObject(fileOf(locale)));
		const words = wordsOf(fileOf(locale));
		for (const key of own.keys()) {
			expect(compiled[key.replaceAll(".", "_")]?.message.split(" | "), key).toEqual(words(key as Key));
		}
		expect(Object.keys(compiled)).toHaveLength(own.size);
	});
});

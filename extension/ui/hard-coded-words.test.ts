import { expect, test } from "vitest";
import { hardCodedWords, shownModules } from "./testing/source-words.ts";

/** What stands in sources and is the same in every language. */
const allowed = new Set(["Mayfly", "Bearer …"]);

test("nothing that people read stands in a source: every word comes from the locale files", () => {
	const modules = ["ui", "web", "browser", "entrypoints"].flatMap(shownModules);
	expect(modules.length).toBeGreaterThan(60);
	const left = modules.flatMap(({ path, source }) =>
		hardCodedWords(path, source)
			.filter((words) => !allowed.has(words))
			.map((words) => `${path}: ${words}`),
	);
	expect(left).toEqual([]);
});

/** `#` stands for the `$` of a template's value, which a plain string must not hold. */
const module = (source: string) =>
	`const it = 0; ${source.startsWith("<") ? "const shown = " : ""}${source}`.replace("#", "$");

test.each([
	["text in an element", "<p>now</p>"],
	["text beside an element", "<p>It is <b>{x}</b></p>"],
	["a name", '<button aria-label="send" />'],
	["a name in braces", '<button aria-label={on ? "on" : t("it.off")} />'],
	["a title with a value in it", "<button title={`#{name} left`} />"],
	["a placeholder", '<input placeholder="paste" />'],
	["a component's words", '<Hero heading="Nothing here." />'],
	["words on their way to a screen reader", 'announce("Code copied")'],
	["words that a function makes", "const words = `#{count} people`"],
	["a table of words", 'const words = { busy: "the room is busy" }'],
	["words for the system", 'navigator.share({ title: "A room" })'],
])("%s is found", (_, source) => {
	expect(hardCodedWords("some.tsx", module(source))).toHaveLength(1);
});

test.each([
	["a class", '<p className="row flex-nowrap" />'],
	["classes put together", 'classNames("button lit", big && "big one")'],
	["a role", '<p role="status" aria-live="polite" />'],
	["what goes to the console", 'throw new Error("the page has no root")'],
	["a key", 'if (press.key === "Escape") leave()'],
	["a type", 'type Name = "Some words"'],
	["an import", 'import("./some file.ts")'],
	["a locale's key", 't("room.destroy")'],
	["a selector", 'page.querySelector("button.lit, a[href]")'],
])("%s is no words", (_, source) => {
	expect(hardCodedWords("some.tsx", module(source))).toEqual([]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { colourCode } from "./code-colours.ts";

test("all pieces of a coloured code give the code back, whatever it is", () => {
	const languages = fc.constantFrom("js", "ts", "python", "sh", "html", "json", "rust", "diff", "yaml", "sql");
	fc.assert(
		fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), languages, (code, language) => {
			const pieces = colourCode(code, language) ?? [];
			expect(pieces.map(({ text }) => text).join("")).toBe(code);
		}),
	);
});

test("words, texts, numbers and comments have colours of their own, by any name of the language", () => {
	const colours = (code: string, language: string) =>
		Object.fromEntries(
			(colourCode(code, language) ?? []).flatMap(({ text, colour }) => (colour ? [[text, colour]] : [])),
		);
	for (const name of ["ts", "TypeScript", "js", "mjs"]) {
		expect(colours('return 29; // "Wren"', name)).toEqual({ return: "word", 29: "number", '// "Wren"': "comment" });
	}
	expect(colours("name: 'Wren'", "yml")).toMatchObject({ "name:": "name", "'Wren'": "text" });
});

test("of a language that nobody here knows, and of very long code, there are none", () => {
	expect(colourCode("a", "brainfuck")).toBeNull();
	expect(colourCode("let a = 1;\n".repeat(1_000), "js")).toBeNull();
});

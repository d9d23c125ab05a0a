import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Declarations that name a side of the screen, where one of the line is meant: "start" is right in Arabic. */
function physical(css: string): string[] {
	const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, "");
	return [...plain.matchAll(/(?<=[;{]\s*)([a-z-]+):\s*([^;{}]+);/g)]
		.filter(([, name = "", value = ""]) => namesSide(name, value.replaceAll(/\s+/g, " ").trim()))
		.map(([declaration]) => declaration.replaceAll(/\s+/g, " "));
}

function namesSide(name: string, value: string): boolean {
	if (/(^|-)(left|right)(-|$)/.test(name)) return true;
	if (/^(text-align|float|clear)$/.test(name)) return /left|right/.test(value);
	if (name === "transform" || name === "translate") return /translateX|^(?!0 )[\d.-]\S* /.test(value);
	const sides = partsOf(value);
	// Clockwise from above: the second is the right side's, the fourth the left one's.
	if (/^(margin|padding|inset|border-(width|style|color))$/.test(name))
		return sides.length === 4 && sides[1] !== sides[3];
	if (name === "border-radius") return sides.length === 4 && (sides[0] !== sides[1] || sides[2] !== sides[3]);
	return false;
}

/** Splits at the spaces that are in no brackets. */
function partsOf(value: string): string[] {
	const parts = [""];
	let depth = 0;
	for (const letter of value) {
		if (letter === "(") depth++;
		if (letter === ")") depth--;
		if (letter === " " && depth === 0) parts.push("");
		else parts[parts.length - 1] += letter;
	}
	return parts;
}

test.each(readdirSync(import.meta.dirname).filter((name) => name.endsWith(".css")))(
	"%s lays out by start and end, never by left and right",
	(name) => {
		expect(physical(readFileSync(join(import.meta.dirname, name), "utf8"))).toEqual([]);
	},
);

test.each([
	"margin-left: 4px",
	"right: 0",
	"border-right-color: red",
	"text-align: right",
	"transform: translateX(4px)",
	"padding: 0 4px 0 calc(2px + 3px)",
	"border-radius: 4px 0 0 4px",
])("%s is found", (declaration) => {
	expect(physical(`.a {\n\t${declaration};\n}`)).toEqual([`${declaration};`]);
});

test.each(["inset: 0 0 auto", "padding: 1px 2px 3px 2px", "border-radius: 4px 4px 0 0", "text-align: end"])(
	"%s names no side",
	(declaration) => {
		expect(physical(`.a { ${declaration}; }`)).toEqual([]);
	},
);

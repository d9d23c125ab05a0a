import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import lua from "highlight.js/lib/languages/lua";
import python from "highlight.js/lib/languages/python";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";

/** What a piece of code is, in as many colours as there are. */
export type Colour = "word" | "text" | "number" | "name" | "comment";

/** All pieces joined give the code back. */
export type ColouredPiece = { text: string; colour: Colour | null };

/** Longer code is shown in one colour: it would hold up the page. */
const mostCharacters = 8_000;

/** The highlighter's classes, by what stands at their beginning. */
const colours: readonly (readonly [RegExp, Colour])[] = [
	[/^hljs-(comment|quote|meta)/, "comment"],
	[/^hljs-(string|regexp|addition|char|subst|link)/, "text"],
	[/^hljs-(number|literal|symbol|bullet)/, "number"],
	[/^hljs-(keyword|built_in|selector-tag|name|deletion|type|tag)/, "word"],
	[/^hljs-(title|attr|attribute|property|section|variable|selector|params)/, "name"],
];

const lowlight = createLowlight({
	...{ bash, c, cpp, css, diff, go, java, javascript, json, lua, python, rust, sql, typescript, xml, yaml },
});

type Node = ReturnType<typeof lowlight.highlight>["children"][number];

/** The code in coloured pieces, or null where nobody here knows the language. */
export function colourCode(code: string, language: string): ColouredPiece[] | null {
	const name = language.toLowerCase();
	if (code.length > mostCharacters || !lowlight.registered(name)) return null;
	const pieces: ColouredPiece[] = [];
	const walk = (nodes: readonly Node[], colour: Colour | null) => {
		for (const node of nodes) {
			if (node.type === "text") pieces.push({ text: node.value, colour });
			else if (node.type === "element") walk(node.children, colourOf(node.properties.className) ?? colour);
		}
	};
	walk(lowlight.highlight(name, code).children, null);
	return pieces;
}

function colourOf(className: unknown): Colour | undefined {
	const classes = Array.isArray(className) ? className.map(String) : [];
	return colours.find(([pattern]) => classes.some((each) => pattern.test(each)))?.[1];
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";

type Node = { type: string; start: number; [field: string]: unknown };

/** A string in a source: its text (`…` where values go in), and the nodes around it, the nearest last. */
type Found = { text: string; around: Node[] };

/** Attributes whose strings are names for machines. */
const machineAttributes = /^(className|class|key|id|type|role|href|rel|target|d|fill|data-.+|aria-(?!label$|desc).+)$/;
/** Keys of a keyboard, by the names events have and by what is printed on them. */
const keyNames = /^(Tab|Enter|Escape|Esc|Home|End|Arrow(Up|Down|Left|Right)|Alt|Shift|M)$/;
/** A locale file's key, and the name of an error. */
const codeNames = /^[a-z]\w*(\.\w+)+$|^[A-Z]\w+Error$/;
/** As people read it: a capital first, words apart by a space, or an end of a sentence. */
const looksLikeWords = /^\p{Lu}\p{Ll}|[\p{L}…’][,:]? \p{L}|\p{L}{2}[….!?]$/u;
/** What is given to these is no words: for the console, the style sheet, a look into the page. */
const callsForMachines = /^(\w*Error|DOMException|classNames|closest|matches|matchMedia|querySelector(All)?)$/;

/** All strings of a module, JSX text included. */
export function stringsIn(path: string, source: string): Found[] {
	const found: Found[] = [];
	const { program, errors } = parseSync(path, source);
	if (errors.length > 0) throw new Error(`${path} can't be parsed`);
	walk(program as unknown as Node, [], (node, around) => {
		const text = textOf(node);
		if (text !== null) found.push({ text, around });
	});
	return found;
}

/** Strings of a module that people would read and that are no locale file's, as they are written. */
export function hardCodedWords(path: string, source: string): string[] {
	return stringsIn(path, source)
		.filter(({ text, around }) => isForPeople(text.trim(), around))
		.map(({ text }) => text.trim());
}

/** Every module below a folder of `extension` that is shown to people: no tests, nothing of theirs. */
export function shownModules(folder: string): { path: string; source: string }[] {
	const root = join(import.meta.dirname, "../..", folder);
	return readdirSync(root, { recursive: true, encoding: "utf8" })
		.filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\.d\.ts$|(^|[/\\])testing[/\\]/.test(path))
		.map((path) => ({ path: join(folder, path), source: readFileSync(join(root, path), "utf8") }));
}

function textOf(node: Node): string | null {
	if (node.type === "JSXText" || (node.type === "Literal" && typeof node.value === "string")) return `${node.value}`;
	if (node.type !== "TemplateLiteral") return null;
	return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join("…");
}

function isForPeople(text: string, around: Node[]): boolean {
	const parent = around.at(-1);
	if (parent?.type === "JSXElement" || parent?.type === "JSXFragment") return /\p{L}/u.test(text);
	const attribute = around.findLast(({ type }) => type === "JSXAttribute")?.name as { name: string } | undefined;
	if (attribute && machineAttributes.test(attribute.name)) return false;
	if (around.some(isForMachines) || keyNames.test(text) || codeNames.test(text)) return false;
	if (attribute && /^(aria-label|title|placeholder|alt|label|hint|name)$/.test(attribute.name))
		return /\p{L}/u.test(text);
	return looksLikeWords.test(text);
}

/** Types and imports are gone when it runs. */
function isForMachines(node: Node): boolean {
	if (node.type.startsWith("TS") && !/^TS(AsExpression|SatisfiesExpression|NonNullExpression)$/.test(node.type)) {
		return true;
	}
	if (node.type === "ImportDeclaration" || node.type === "ImportExpression") return true;
	const callee = node.callee as { name?: string; property?: { name?: string } } | undefined;
	return callsForMachines.test(callee?.name ?? callee?.property?.name ?? "");
}

function walk(node: Node, around: Node[], visit: (node: Node, around: Node[]) => void): void {
	visit(node, around);
	for (const child of Object.values(node).flat()) {
		if (isNode(child)) walk(child, [...around, node], visit);
	}
}

function isNode(value: unknown): value is Node {
	return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

import { type Inline, parseInline } from "./inline-text.ts";

/**
 * What a message is made of, from top to bottom. `source` is exactly what was written there; the sources of all blocks
 * joined give the text back. Nothing in it is markup: it is shown as text nodes.
 */
export type Block =
	| { type: "prose"; source: string; parts: Inline[] }
	/** `language`: as the writer called it; empty when they did not. */
	| { type: "code"; source: string; code: string; language: string }
	| { type: "quote"; source: string; blocks: Block[] }
	| { type: "list"; source: string; ordered: boolean; items: ListItem[] };

/** `number`: as it was written, for whoever writes 1, 3, 2 means it; in a list with points it says nothing. */
export type ListItem = { number: number; parts: Inline[] };

/** A quotation within a quotation, and so on: what stands deeper is text. */
const deepestQuote = 3;

const fence = /^```([^`]*)$/;
const oneLineFence = /^```([^`\n]+)```\s*$/;
const quoted = /^>(?: |$)/;
const point = /^[-*•] +(?=\S)/;
const numbered = /^(\d{1,9})[.)] +(?=\S)/;
/** More of the item above it. */
const indented = /^(?: {2,}|\t)\s*(?=\S)/;

/** Reads a message as people write them in chats: a little Markdown, and whatever is none of it stays as it was typed. */
export function parseBlocks(text: string, depth = 0): Block[] {
	const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
	const blocks: Block[] = [];
	let prose = "";
	const endProse = () => {
		if (prose) blocks.push({ type: "prose", source: prose, parts: parseInline(prose) });
		prose = "";
	};
	// Once a fence stays open no later one closes either: without this, a text of fences alone takes quadratic time.
	let mayClose = true;
	for (let at = 0; at < lines.length; ) {
		const read = (mayClose && fenced(lines, at)) || quotation(lines, at, depth) || list(lines, at);
		if (read) {
			endProse();
			blocks.push(read.block);
			at = read.next;
			continue;
		}
		if (lineAt(lines, at).startsWith("```")) mayClose = false;
		prose += lines[at];
		at++;
	}
	endProse();
	return blocks;
}

/** A block that begins at a line, and the line after it. */
type Read = { block: Block; next: number } | null;

/** A line without its end. */
const lineAt = (lines: readonly string[], at: number): string => (lines[at] ?? "").replace(/\r?\n$/, "");
const join = (lines: readonly string[], from: number, to: number): string => lines.slice(from, to).join("");

function fenced(lines: readonly string[], at: number): Read {
	const line = lineAt(lines, at);
	const single = oneLineFence.exec(line)?.[1];
	const next = at + 1;
	if (single !== undefined) {
		return { block: { type: "code", source: lines[at] ?? "", code: single, language: "" }, next };
	}
	const opening = fence.exec(line);
	if (!opening) return null;
	const end = closingFence(lines, next);
	if (end <= next) return null;
	const code = join(lines, next, end).replace(/\n$/, "");
	const language = /^\s*([\w+#.-]*)/.exec(opening[1] ?? "")?.[1] ?? "";
	return { block: { type: "code", source: join(lines, at, end + 1), code, language }, next: end + 1 };
}

function closingFence(lines: readonly string[], from: number): number {
	for (let at = from; at < lines.length; at++) if (/^```\s*$/.test(lines[at] ?? "")) return at;
	return -1;
}

function quotation(lines: readonly string[], at: number, depth: number): Read {
	if (depth === deepestQuote || !lineAt(lines, at).startsWith("> ")) return null;
	let next = at;
	while (next < lines.length && quoted.test(lineAt(lines, next))) next++;
	const inside = lines.slice(at, next).map((line) => line.replace(/^> ?/, ""));
	const blocks = parseBlocks(inside.join("").replace(/\r?\n$/, ""), depth + 1);
	return { block: { type: "quote", source: join(lines, at, next), blocks }, next };
}

function list(lines: readonly string[], at: number): Read {
	const ordered = !point.test(lineAt(lines, at));
	const marker = ordered ? numbered : point;
	const items: { number: number; words: string }[] = [];
	let next = at;
	for (; next < lines.length; next++) {
		const line = lineAt(lines, next);
		const found = marker.exec(line);
		const last = items.at(-1);
		if (found) items.push({ number: Number(found[1] ?? 0), words: line.slice(found[0].length) });
		else if (last && indented.test(line)) last.words += `\n${line.replace(indented, "")}`;
		else break;
	}
	// "14. June" is a day: one number alone makes a list only when one begins with it.
	if (items.length === 0 || (ordered && items.length === 1 && items[0]?.number !== 1)) return null;
	const parsed = items.map(({ number, words }) => ({ number, parts: parseInline(words) }));
	return { block: { type: "list", source: join(lines, at, next), ordered, items: parsed }, next };
}

/** The words alone, without what sets them apart: for where there is one line for them. */
export function plainWords(text: string): string {
	return parseBlocks(text).map(wordsOf).join("\n");
}

function wordsOf(block: Block): string {
	if (block.type === "code") return block.code;
	if (block.type === "quote") return block.blocks.map(wordsOf).join("\n");
	if (block.type === "prose") return inlineWords(block.parts);
	return block.items.map(({ number, parts }) => (block.ordered ? `${number}. ` : "") + inlineWords(parts)).join("\n");
}

function inlineWords(parts: readonly Inline[]): string {
	return parts
		.map((part) => {
			if (part.type === "code") return part.code;
			if (part.type === "link") return part.words ?? part.source;
			return "parts" in part ? inlineWords(part.parts) : part.source;
		})
		.join("");
}

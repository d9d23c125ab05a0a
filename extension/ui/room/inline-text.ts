import { parseLinks } from "./text-links.ts";

/** A piece of a line or of several. `source` is exactly what was written; all sources joined give the text back. */
export type Inline =
	| { type: "plain"; source: string }
	/** `words`: what stands for the address where somebody wrote `[words](address)`; else null. */
	| { type: "link"; source: string; href: string; words: string | null }
	| { type: "code"; source: string; code: string }
	| { type: Emphasis; source: string; parts: Inline[] };

/** How words are set apart. */
type Emphasis = "strong" | "emphasis" | "strike";

const emphases: Record<string, Emphasis> = {
	"**": "strong",
	"*": "emphasis",
	_: "emphasis",
	"~~": "strike",
};

/** Splits text into code, links, words that are set apart, and the rest. */
export function parseInline(text: string): Inline[] {
	const pieces: Inline[] = [];
	let from = 0;
	for (const match of text.matchAll(/`([^`\n]+)`/g)) {
		pieces.push(...parseLinks(text.slice(from, match.index)));
		pieces.push({ type: "code", source: match[0], code: match[1] ?? "" });
		from = match.index + match[0].length;
	}
	pieces.push(...parseLinks(text.slice(from)));
	return setApart(pieces, text);
}

/** A mark that was opened and, so far, not closed. */
type Open = { mark: string; parts: Inline[] };

/**
 * Finds the marks in what is plain. A mark opens before a word and closes behind one, in the same line; whatever does
 * not close is text. Every mark is open once at most, which bounds how deep it goes and how often anything is moved.
 */
function setApart(pieces: readonly Inline[], text: string): Inline[] {
	const stack: [Open, ...Open[]] = [{ mark: "", parts: [] }];
	const top = () => stack.at(-1) ?? stack[0];
	const write = (source: string) => {
		const last = top().parts.at(-1);
		if (last?.type === "plain") top().parts[top().parts.length - 1] = { type: "plain", source: last.source + source };
		else if (source) top().parts.push({ type: "plain", source });
	};
	/** What was opened last is text after all. */
	const giveUp = () => {
		const { mark, parts } = stack.pop() as Open;
		write(mark);
		for (const part of parts) {
			if (part.type === "plain") write(part.source);
			else top().parts.push(part);
		}
	};
	const close = (mark: string) => {
		while (top().mark !== mark) giveUp();
		const inside = top()
			.parts.map((part) => part.source)
			.join("");
		// A face, as in *_*, and not a word.
		if (!/[^\s*_~]/.test(inside)) {
			giveUp();
			return write(mark);
		}
		const { parts } = stack.pop() as Open;
		top().parts.push({ type: emphases[mark] ?? "emphasis", source: mark + inside + mark, parts });
	};
	let offset = 0;
	for (const piece of pieces) {
		if (piece.type !== "plain") {
			top().parts.push(piece);
			offset += piece.source.length;
			continue;
		}
		for (const token of piece.source.match(/\*\*?|__?|~~|\n|[^*_~\n]+|~/g) ?? []) {
			const [before, after] = [text[offset - 1], text[offset + token.length]];
			offset += token.length;
			if (token === "\n") while (stack.length > 1) giveUp();
			const isOpen = stack.some(({ mark }) => mark === token);
			if (!(token in emphases)) write(token);
			else if (isOpen && isWord(before) && isEdge(after)) close(token);
			else if (!isOpen && isEdge(before) && isWord(after)) stack.push({ mark: token, parts: [] });
			else write(token);
		}
	}
	while (stack.length > 1) giveUp();
	return stack[0].parts;
}

/** Something to set apart stands there. */
const isWord = (character: string | undefined) => character !== undefined && !/\s/.test(character);
/** No word goes on there, no path and no shrug: so `a_b_c` and `2*3*4` stay as they are. */
const isEdge = (character: string | undefined) => character === undefined || /[^\P{P}\\/]|[\s\p{S}]/u.test(character);

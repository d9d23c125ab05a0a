import { find } from "linkifyjs";

/** A piece of prose. `source` is exactly what was written; all sources joined give the text back. */
export type Part =
	| { type: "plain"; source: string }
	| { type: "link"; source: string; href: string }
	| { type: "code"; source: string; code: string };

/** What a message is made of, from top to bottom. Nothing in it is markup: it is shown as text nodes. */
export type Block = { type: "prose"; source: string; parts: Part[] } | { type: "code"; source: string; code: string };

/** Splits a message into prose and fenced code, prose into plain text, `inline code` and links. */
export function parseBlocks(text: string): Block[] {
	const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
	const blocks: Block[] = [];
	let prose = "";
	const endProse = () => {
		if (prose) blocks.push({ type: "prose", source: prose, parts: parseProse(prose) });
		prose = "";
	};
	// Once a fence stays open no later one closes either: without this, a text of fences alone takes quadratic time.
	let mayClose = true;
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at] ?? "";
		const single = /^```([^`\n]+)```\s*$/.exec(line)?.[1];
		if (single !== undefined) {
			endProse();
			blocks.push({ type: "code", source: line, code: single });
			continue;
		}
		const end = mayClose && /^```[^`]*$/.test(line) ? closingFence(lines, at + 1) : -1;
		if (end > at + 1) {
			endProse();
			const inside = lines.slice(at + 1, end).join("");
			blocks.push({ type: "code", source: lines.slice(at, end + 1).join(""), code: inside.replace(/\n$/, "") });
			at = end;
			continue;
		}
		if (end === -1 && line.startsWith("```")) mayClose = false;
		prose += line;
	}
	endProse();
	return blocks;
}

function closingFence(lines: readonly string[], from: number): number {
	for (let at = from; at < lines.length; at++) if (/^```\s*$/.test(lines[at] ?? "")) return at;
	return -1;
}

function parseProse(text: string): Part[] {
	const parts: Part[] = [];
	let from = 0;
	for (const match of text.matchAll(/`([^`\n]+)`/g)) {
		parts.push(...parseLinks(text.slice(from, match.index)));
		parts.push({ type: "code", source: match[0], code: match[1] ?? "" });
		from = match.index + match[0].length;
	}
	parts.push(...parseLinks(text.slice(from)));
	return parts;
}

function parseLinks(text: string): Part[] {
	const parts: Part[] = [];
	let from = 0;
	for (const { start, end } of find(text, "url")) {
		// No address holds these: what follows is markup or a quotation around it.
		const source = /^[^<>"]*/.exec(text.slice(start, end))?.[0] ?? "";
		const href = safeHref(source);
		if (href === null) continue;
		if (start > from) parts.push({ type: "plain", source: text.slice(from, start) });
		parts.push({ type: "link", source, href });
		from = start + source.length;
	}
	if (from < text.length) parts.push({ type: "plain", source: text.slice(from) });
	return parts;
}

/**
 * Where a link goes, or null when it is better read as text: anything but http(s); `user@host`, which hides the host;
 * and a bare `notes.md` or `main.rs`, which is more often a file than a place.
 */
function safeHref(source: string): string | null {
	const hasScheme = /^[a-z][a-z0-9+.-]*:/i.test(source) && !/^[^/:]+:\d/.test(source);
	if (!hasScheme && !/^www\.|\//i.test(source)) return null;
	const url = URL.parse(hasScheme ? source : `https://${source}`);
	if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
	return url.username || url.password ? null : url.href;
}

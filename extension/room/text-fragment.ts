/** A selection up to this many characters is named whole; of a longer one its first and its last words are. */
const mostWhole = 80;
/** The most characters of those first words, and of those last. */
const mostEdge = 40;

/**
 * The directive that makes a browser scroll to these words and mark them, "text=The%2018%3A10,not%207"
 * (https://wicg.github.io/scroll-to-text-fragment/); null for a selection without a word to hold on to.
 * A match lies within one block of the page, a range from `start` to `end` does not: so words of more than one line,
 * and long ones, of which the browser may have joined the lines, are named by their ends.
 */
export function textDirective(selection: string): string | null {
	const text = wellFormed(selection).trim();
	const lines = text.split(/\s*\n\s*/);
	if (lines.length === 1 && text.length <= mostWhole) return text === "" ? null : `text=${encode(text)}`;
	const start = firstWords(lines[0] ?? "");
	const end = lastWords(lines.at(-1) ?? "");
	return start && end ? `text=${encode(start)},${encode(end)}` : null;
}

/** The address with a directive for the selection behind the fragment that it has; a directive of its own goes. */
export function withTextDirective(address: URL, selection: string): URL {
	const directed = new URL(address);
	const directive = textDirective(selection);
	const fragment = address.hash.slice(1).replace(/:~:.*$/s, "");
	if (directive) directed.hash = `${fragment}:~:${directive}`;
	return directed;
}

/** Half a surrogate pair, which stands for nothing and can't be written as a code, becomes the sign for that. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd");

// The three that mean something in a directive: encodeURIComponent leaves the dash as it is.
const encode = (text: string): string => encodeURIComponent(text).replaceAll("-", "%2D");

// Browsers match whole words only, as the script divides them: not all scripts do by spaces.
const words = new Intl.Segmenter(undefined, { granularity: "word" });

function firstWords(line: string): string {
	if (line.length <= mostEdge) return line;
	// What lies beyond tells whether the last word is whole.
	const pieces = [...words.segment(line.slice(0, 2 * mostEdge))];
	const end = pieces.findLast(({ index, segment }) => index + segment.length <= mostEdge);
	return end ? line.slice(0, end.index + end.segment.length).trim() : "";
}

function lastWords(line: string): string {
	if (line.length <= mostEdge) return line;
	const tail = line.slice(-2 * mostEdge);
	const from = tail.length - mostEdge;
	const start = [...words.segment(tail)].find(({ index }) => index >= from);
	return start ? tail.slice(start.index).trim() : "";
}

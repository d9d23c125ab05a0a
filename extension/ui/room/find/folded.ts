/** Whatever people mean alike: without accents, in small letters, with the letters of every width and form made one. */
export const fold = (text: string): string =>
	text
		.normalize("NFKD")
		.replace(/\p{M}+/gu, "")
		.toLowerCase()
		.replaceAll("ß", "ss")
		.replaceAll("ς", "σ");

/** For each place in `fold(text)`, the place in the text that it comes from; and behind them, the text's end. */
export function placesOf(text: string): number[] {
	const places: number[] = [];
	let at = 0;
	for (const character of text) {
		for (let unit = fold(character).length; unit > 0; unit--) places.push(at);
		at += character.length;
	}
	return [...places, at];
}

/** A piece of an excerpt: `hit` when it is what was looked for. */
export type Piece = { words: string; hit: boolean };

/** Shown of a message around its first hit, in characters. */
const around = { before: 36, in: 160 };

/** The part of a text in which the folded words stand, in one line, cut by them. All its pieces joined are that part. */
export function excerptOf(text: string, words: readonly string[]): Piece[] {
	const folded = fold(text);
	const places = placesOf(text);
	const isHit = new Uint8Array(text.length);
	let first = text.length;
	for (const word of words) {
		for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) {
			const [from = 0, to = text.length] = [places[at], places[at + word.length]];
			first = Math.min(first, from);
			isHit.fill(1, from, Math.max(to, from + 1));
		}
	}
	const start = first <= around.before ? 0 : wholeCharacter(text, first - around.before);
	const end = wholeCharacter(text, Math.min(text.length, start + around.in));
	const pieces: Piece[] = [];
	for (let at = start, from = start; at < end; at++) {
		if (at + 1 < end && isHit[at + 1] === isHit[at]) continue;
		pieces.push({ words: text.slice(from, at + 1).replace(/\s/g, " "), hit: isHit[at] === 1 });
		from = at + 1;
	}
	if (start > 0) pieces.unshift({ words: "…", hit: false });
	if (end < text.length) pieces.push({ words: "…", hit: false });
	return pieces;
}

/** This place, or the one before it when it stands within a character. */
const wholeCharacter = (text: string, at: number) => (/[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at);

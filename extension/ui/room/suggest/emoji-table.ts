import { gemoji, nameToEmoji } from "gemoji";

/** An emoji and the name by which it was found. */
export type NamedEmoji = { emoji: string; name: string };

/** The emoji of this name, without its colons. */
export const emojiNamed = (name: string): string | undefined => nameToEmoji[name.toLowerCase()];

/** Those whose name begins so, then those with such a word in their name, then those that are about it; each once. */
export function findEmoji(query: string, most: number): NamedEmoji[] {
	const wanted = query.toLowerCase();
	const ranked: NamedEmoji[][] = [[], [], []];
	for (const { emoji, names, tags } of gemoji) {
		const [first = ""] = names;
		const begins = names.find((name) => name.startsWith(wanted));
		const within = names.find((name) => name.includes(`_${wanted}`));
		if (begins !== undefined) ranked[0]?.push({ emoji, name: begins });
		else if (within !== undefined) ranked[1]?.push({ emoji, name: within });
		else if (tags.some((tag) => tag.startsWith(wanted))) ranked[2]?.push({ emoji, name: first });
	}
	// The shorter the name, the more of it has been typed.
	ranked[0]?.sort((one, other) => one.name.length - other.name.length);
	return ranked.flat().slice(0, most);
}

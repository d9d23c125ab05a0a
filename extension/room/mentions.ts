import type { Person } from "./state.ts";

/** Those of these people whom a text names: "@Quiet Heron". Of two with one name both, for nobody else knows which. */
export function mentionedIn(text: string, people: readonly Person[]): string[] {
	if (!text.includes("@")) return [];
	return people.flatMap(({ memberId, name }) => (name !== null && namesIn(text, name) ? [memberId] : []));
}

const namesIn = (text: string, name: string): boolean => {
	for (let at = text.indexOf(`@${name}`); at !== -1; at = text.indexOf(`@${name}`, at + 1)) {
		// "@Ann" is not in "@Anna".
		if (!/[\p{L}\p{N}]/u.test(text[at + name.length + 1] ?? "")) return true;
	}
	return false;
};

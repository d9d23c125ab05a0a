import { useEffect, useState } from "react";
import type { LiveRoom } from "../../../hub/rooms.ts";
import { type Found, search, wordsToFind } from "./search.ts";

/** It looks for so long, ms, then the page draws and hears keys. */
const sliceMs = 5;

/** What was found of a query; the last result stays until there is another. Null: nothing was looked for. */
export function useSearch(rooms: readonly LiveRoom[], query: string): (Found & { words: readonly string[] }) | null {
	const [found, setFound] = useState<(Found & { words: readonly string[] }) | null>(null);
	useEffect(() => {
		const words = wordsToFind(query);
		if (words.length === 0) return setFound(null);
		const looking = search(rooms, words);
		let timer: ReturnType<typeof setTimeout> | undefined;
		const look = () => {
			const until = performance.now() + sliceMs;
			while (performance.now() < until) {
				const step = looking.next();
				if (step.done) return setFound({ ...step.value, words });
			}
			timer = setTimeout(look);
		};
		look();
		return () => clearTimeout(timer);
	}, [rooms, query]);
	return found;
}

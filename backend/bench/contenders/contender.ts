/** Somebody's way from one person to another in a room of so many. */
export type Contender = {
	/** Sends the text. Resolves to the ms from there to the text on the other's side. */
	once(text: string): Promise<number>;
	close(): void;
};

/** As long as the shortest text is that Mayfly seals: what a yardstick carries in its place. */
export const sealedCharacters = 256;

/**
 * Puts one text after another on its way and times it.
 * @returns `once`, and `heard`, to be called with every text that arrives
 */
export function timing(send: (text: string) => Promise<unknown>) {
	const waiting = new Map<string, (at: number) => void>();
	return {
		heard: (text: string) => waiting.get(text)?.(performance.now()),
		async once(text: string): Promise<number> {
			const arrived = new Promise<number>((resolve) => waiting.set(text, resolve));
			const from = performance.now();
			// Its answer may come later than the text itself.
			const [at] = await Promise.all([arrived, send(text)]);
			waiting.delete(text);
			return at - from;
		},
	};
}

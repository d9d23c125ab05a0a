/** What is drawn for one history: the same seed draws the same, in the same order. */
export type Draw = {
	/** From 0 up to 1. */
	unit(): number;
	/** A whole number from 0 up to `end`, `end` itself not. */
	below(end: number): number;
	chance(probability: number): boolean;
	pick<Item>(items: readonly [Item, ...Item[]]): Item;
	/** One of the names, each as often as its weight says. */
	weighted<Name extends string>(weights: Readonly<Partial<Record<Name, number>>>): Name;
	bytes(length: number): Uint8Array<ArrayBuffer>;
	/** `length` characters of A-Z a-z 0-9 _ -. */
	id(length: number): string;
};

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/** Mulberry32 by Tommy Ettinger (2017, public domain): 32 bits of state, plenty for a plan, nothing for a secret. */
export function createDraw(seed: number): Draw {
	let state = seed >>> 0;

	function unit(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	const below = (end: number) => Math.floor(unit() * end);

	return {
		unit,
		below,
		chance: (probability) => unit() < probability,
		pick: (items) => items[below(items.length)] ?? items[0],
		weighted<Name extends string>(weights: Readonly<Partial<Record<Name, number>>>): Name {
			const entries = Object.entries(weights) as [Name, number][];
			let left = unit() * entries.reduce((sum, [, weight]) => sum + weight, 0);
			for (const [name, weight] of entries) {
				left -= weight;
				if (left < 0) return name;
			}
			throw new Error("nothing to draw from");
		},
		bytes: (length) => Uint8Array.from({ length }, () => below(256)),
		id: (length) => Array.from({ length }, () => alphabet[below(64)]).join(""),
	};
}

/** A seat that can be given back: the room, and the token that opens it. */
export type KeptSeat = { roomId: string; token: string };

/** What a page leaves when it goes: it may be loaded anew, or closed. */
export type Belongings = {
	/** The address it had. */
	link: string;
	/** All that it kept of its rooms. */
	values: Record<string, unknown>;
	seats: KeptSeat[];
};

type Kept = Belongings & {
	/** The page that was handed them, and has not said yet that they came. */
	claimant: string | null;
	done(): void;
};

export type KeptSeats = {
	/** Resolves when the page that came next has them, or when the seats were given back because none came. */
	keep(belongings: Belongings): Promise<void>;
	/** What a page at this address left last, for the page `claimant`; null when there is nothing. */
	claim(link: string, claimant: string): Promise<Belongings | null>;
	/** They came: nobody else gets them. */
	took(belongings: Belongings): void;
	isEmpty(): boolean;
};

/**
 * Keeps what pages leave for as long as loading one anew may take. A page that asks is the one that gets it; a second
 * one gets nothing, unless the first is gone and has never said that it has it.
 * @param options `keepMs`: how long; `isThere`: whether a page still is; `leave`: gives the seats back
 */
export function createKeptSeats(options: {
	keepMs: number;
	after(ms: number, run: () => void): () => void;
	isThere(page: string): Promise<boolean>;
	leave(seats: KeptSeat[]): Promise<void>;
}): KeptSeats {
	const { keepMs, after, isThere, leave } = options;
	const all = new Set<Kept>();

	return {
		keep(belongings) {
			return new Promise((resolve) => {
				const kept: Kept = {
					...belongings,
					claimant: null,
					done() {
						cancel();
						all.delete(kept);
						resolve();
					},
				};
				const cancel = after(keepMs, () => {
					all.delete(kept);
					resolve(leave(kept.seats));
				});
				all.add(kept);
			});
		},
		async claim(link, claimant) {
			for (const kept of [...all].reverse()) {
				if (kept.link !== link) continue;
				const before = kept.claimant;
				if (before !== null && (await isThere(before))) continue;
				// Meanwhile somebody else may have come, or its time.
				if (!all.has(kept) || kept.claimant !== before) continue;
				kept.claimant = claimant;
				return kept;
			}
			return null;
		},
		took(belongings) {
			for (const kept of all) if (kept === belongings) kept.done();
		},
		isEmpty: () => all.size === 0,
	};
}

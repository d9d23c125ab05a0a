import * as z from "zod/mini";
import { compareCursors, cursor } from "../../backend/protocol/ids.ts";

/**
 * What is inside of every signal: all that its sender tells of itself now. So one signal is like another, and the last
 * makes up for those that were lost. `at`: when, by the server's clock as the sender knows it; it grows from signal to
 * signal. `seen`: the newest message of others that was shown; missing when the sender doesn't tell.
 */
export const status = z.object({
	kind: z.literal("status"),
	at: z.int().check(z.minimum(0)),
	writing: z.boolean(),
	seen: z.optional(cursor),
});
export type Status = z.output<typeof status>;

/** What is known of a member by its signals. `at`: of the newest; `seen`: the furthest of all. */
export type Doing = { at: number; writing: boolean; seen: string | null };

/** By memberId: of those who are here, and have told anything. In memory alone. */
export type Doings = Readonly<Record<string, Doing>>;

export const nothingDoing: Doings = {};

/**
 * What is known after a signal, in whatever order they come and however often: of the writing the newest word stands,
 * and what was seen stays seen. The same object when the signal is old.
 */
export function withStatus(before: Doings, memberId: string, told: Status): Doings {
	const { at, writing } = told;
	const seen = told.seen ?? null;
	const known = before[memberId];
	if (known === undefined) return { ...before, [memberId]: { at, writing, seen } };
	const after: Doing = {
		at: Math.max(known.at, at),
		writing: at > known.at ? writing : known.writing && (at < known.at || writing),
		seen: laterSeen(known.seen, seen),
	};
	const isSame = after.at === known.at && after.writing === known.writing && after.seen === known.seen;
	return isSame ? before : { ...before, [memberId]: after };
}

/** They have stopped writing. `toldAt`: only if that is still their newest signal. */
export function withoutWriting(before: Doings, memberId: string, toldAt?: number): Doings {
	const known = before[memberId];
	if (!known?.writing || (toldAt !== undefined && known.at !== toldAt)) return before;
	return { ...before, [memberId]: { ...known, writing: false } };
}

/** Nothing is known of a member that has gone. */
export function withoutDoing(before: Doings, memberId: string): Doings {
	if (before[memberId] === undefined) return before;
	const { [memberId]: gone, ...rest } = before;
	return rest;
}

function laterSeen(a: string | null, b: string | null): string | null {
	if (a === null || b === null) return a ?? b;
	return compareCursors(b, a) > 0 ? b : a;
}

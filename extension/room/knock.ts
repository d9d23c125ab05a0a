import type { FoldEvent } from "./state.ts";

/** Somebody with the link who asks to come in. `id`: the hash of the invite they bring, which lets them in once it is made. */
export type Knock = { id: string; name: string };

/** Who waits knocks again in this time, ms; who has not for twice as long has gone. */
export const knockEveryMs = 20_000;
export const knockLastsMs = 2.5 * knockEveryMs;
/** More at once than anybody could answer: the room's budget of knocks lets no more come. */
const mostKnocks = 20;

export function withKnock(knocks: readonly Knock[], knock: Knock): readonly Knock[] {
	return knocks.some(({ id }) => id === knock.id) ? knocks : [...knocks, knock].slice(-mostKnocks);
}

export function withoutKnock(knocks: readonly Knock[], id: string): readonly Knock[] {
	return knocks.some((knock) => knock.id === id) ? knocks.filter((knock) => knock.id !== id) : knocks;
}

/** Who has come in knocks no more. */
export function knocksAfter(knocks: readonly Knock[], event: FoldEvent): readonly Knock[] {
	return event.type === "joined" && event.invite !== undefined ? withoutKnock(knocks, event.invite) : knocks;
}

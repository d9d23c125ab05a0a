import type { Handed, Person } from "./state.ts";

/** Nobody has been given a key of mine yet. */
export const nothingHanded: Handed = { epoch: 0, to: [] };

/**
 * The epoch of mine under which the next message goes. `mine`: my newest key, and all who were ever given it.
 *
 * Epoch 0, which whoever has the link can read, is only for as long as nobody else has ever been here: what was
 * written while alone should greet the first guest. From then on messages go under a key of my own; and when one who
 * had it has gone, under a new one.
 */
export function nextEpoch(people: readonly Person[], me: string, mine: Handed): number {
	const company = companyOf(people, me);
	if (company.length === 0) return 0;
	const isHere = (memberId: string) => company.some((person) => person.here && person.memberId === memberId);
	return mine.epoch > 0 && mine.to.every(isHere) ? mine.epoch : mine.epoch + 1;
}

/** Who is here and, as far as the room's events tell, has not been handed the key of that epoch. */
export function withoutKey(people: readonly Person[], me: string, epoch: number, handed: readonly Handed[]): string[] {
	const have = new Set(handed.filter((each) => each.epoch === epoch).flatMap(({ to }) => to));
	return companyOf(people, me)
		.filter((person) => person.here && !have.has(person.memberId))
		.map((person) => person.memberId);
}

/** A seat whose profile did not open was taken without the link: it can't be handed anything, and can't read. */
const companyOf = (people: readonly Person[], me: string) =>
	people.filter((person) => person.memberId !== me && person.name !== null);

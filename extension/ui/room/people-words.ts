import type { Person } from "../../room/state.ts";
import { t } from "../words.ts";

/** A person's name; "Someone" for a seat whose sealed profile did not open, or that this browser never saw. */
export function nameOf(person: Person | undefined): string {
	return person?.name ?? t("general.someone");
}

/** Those who hold a seat: me first, the others by order of joining. */
export function peopleHere(people: readonly Person[], me: string): Person[] {
	const here = people.filter((person) => person.here);
	return [...here.filter((person) => person.memberId === me), ...here.filter((person) => person.memberId !== me)];
}

/** "2 seats free", "1 seat free", "No seat free". */
export function seatsFree(capacity: number, here: number): string {
	return t("people.seatsFree", { count: Math.max(0, capacity - here) });
}

/** What to know before handing on the link, as a sentence: "2 seats free." */
export function inviteWords(room: {
	people: readonly Person[];
	me: string;
	capacity: number;
	locked: boolean;
}): string {
	if (room.locked) return t("people.lockedSentence");
	const free = Math.max(0, room.capacity - peopleHere(room.people, room.me).length);
	return t("people.seatsFreeSentence", { count: free });
}

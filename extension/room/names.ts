import { type Random, randomBelow } from "../crypto/random.ts";

/** A room's name, "Alder Bend", from the 32 bytes the link gives: the same for all members. */
export function roomName(nameBytes: Uint8Array): string {
	const [high = 0, low = 0, place = 0] = nameBytes;
	const before = befores[(high * 256 + low) % befores.length];
	return `${before} ${places[place % places.length]}`;
}

/** A name to offer somebody, "Small Plover". */
export function randomPersonName(random: Random): string {
	return `${words[randomBelow(words.length, random)]} ${creatures[randomBelow(creatures.length, random)]}`;
}

const befores = ["Alder"];
const places = ["Bend"];
const words = ["Small"];
const creatures = ["Plover"];

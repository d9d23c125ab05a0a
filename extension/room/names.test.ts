import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanName } from "../crypto/profile-name.ts";
import { secureRandom } from "../crypto/random.ts";
import { creatures, growths, randomPersonName, roomName, waters, ways } from "./names.ts";

test("the same bytes name the same room, for ever", () => {
	expect(roomName(new Uint8Array(32))).toBe("Alder Bank");
	expect(roomName(Uint8Array.of(0, 4))).toBe("Alder Bend");
	expect(roomName(new Uint8Array(32).fill(255))).toBe("Yew Wharf");
});

test("room names are 8,192, each as likely", () => {
	const counts = new Map<string, number>();
	for (let first = 0; first < 256; first++) {
		for (let second = 0; second < 256; second++) {
			const name = roomName(Uint8Array.of(first, second));
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
	}
	expect(counts.size).toBe(8192);
	expect(new Set(counts.values())).toEqual(new Set([8]));
});

test("a person's name is a word and a creature, and clean", () => {
	fc.assert(
		fc.property(fc.constant(null), () => {
			const name = randomPersonName(secureRandom);
			const [way = "", creature = ""] = name.split(" ");
			expect(ways).toContain(way);
			expect(creatures).toContain(creature);
			expect(cleanName(name)).toBe(name);
		}),
	);
});

test("each list holds as many words as it says, none twice, all short and plain", () => {
	expect([growths, waters, ways, creatures].map((list) => new Set(list).size)).toEqual([128, 64, 64, 64]);
	expect([growths, waters, ways, creatures].map((list) => list.length)).toEqual([128, 64, 64, 64]);
	for (const word of [...growths, ...waters, ...ways, ...creatures]) expect(word).toMatch(/^[A-Z][a-z]{1,9}$/);
});

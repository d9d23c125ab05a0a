import { describe, expect, test } from "vitest";
import { type RefusedFile, refusedWords } from "./refused-files.ts";

const refused = (refusal: RefusedFile["refusal"], ...names: string[]) => names.map((name) => ({ name, refusal }));
/** Without the marks that keep the direction of a name to itself. */
const words = (files: readonly RefusedFile[], given: number) =>
	refusedWords(files, given)?.replace(/[\u2066-\u2069]/g, "");

describe("what is said of files that can’t go", () => {
	test("is nothing when all can", () => {
		expect(refusedWords([], 3)).toBeNull();
	});

	test("of one that was given alone is the reason", () => {
		expect(words(refused("empty", "nothing.txt"), 1)).toBe("There’s nothing in this file.");
	});

	test("of some of several names them, by their reasons", () => {
		const both = [...refused("too-large", "film.mov", "song.wav"), ...refused("too-much", "plan.pdf")];
		expect(words(both, 5)).toBe(
			"film.mov and song.wav: Too large. Files up to 2 MB can be sent; pictures are made smaller.\n" +
				"plan.pdf: Only 4.5 MB go at a time. Send these first.",
		);
	});

	test("counts them when they are many", () => {
		expect(words(refused("too-many", "a", "b", "c", "d"), 14)).toBe(
			"4 files: Only 10 files go at a time. Send these first.",
		);
	});

	test("shows no name that turns the words around it", () => {
		expect(refusedWords(refused("empty", "harm\u202Exe.txt"), 2)).toContain("\u2068harmxe.txt\u2069:");
	});
});

import { expect, it } from "vitest";
import { takeTurns } from "./rounds.ts";

it("takes turns, warms up uncounted, and lets nobody always be the first", async () => {
	const turns: string[] = [];
	const turn = (name: string) => async () => turns.push(name);
	const results = await takeTurns({ rounds: 2 }, { a: turn("a"), b: turn("b") });
	expect(turns.join("")).toBe("ababba");
	expect(results).toEqual({ a: [3, 6], b: [4, 5] });
});

it("counts the first turn of those that nothing warms up", async () => {
	let turns = 0;
	expect(await takeTurns({ rounds: 1, isCold: true }, { a: async () => ++turns })).toEqual({ a: [1] });
});

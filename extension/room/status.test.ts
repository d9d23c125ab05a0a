import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reduce } from "./reduce.ts";
import type { LiveState, RoomEvent } from "./state.ts";
import { nothingDoing, type Status, status, withoutWriting, withStatus } from "./status.ts";
import { liveState } from "./testing/live-state.ts";

const statusOf = fc.record({
	kind: fc.constant("status" as const),
	at: fc.nat({ max: 20 }),
	writing: fc.boolean(),
	seen: fc.option(
		fc.nat({ max: 20 }).map((n) => `${n}-${n}`),
		{ nil: undefined },
	),
});
const statuses = fc.array(statusOf, { maxLength: 12 });
const heard = (told: readonly Status[]) => told.reduce((known, each) => withStatus(known, "ann", each), nothingDoing);

describe("what is known of somebody by their signals", () => {
	test("is the same in whatever order they come, and however often", () => {
		fc.assert(
			fc.property(
				statuses.chain((told) => fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length }))),
				fc.nat(),
				([told, shuffled], cut) => {
					const repeated = [...shuffled, ...told.slice(cut % (told.length + 1))];
					expect(heard(repeated)).toEqual(heard(told));
				},
			),
		);
	});

	test("never loses what was seen, and of the writing has the newest word", () => {
		fc.assert(
			fc.property(fc.array(statusOf, { minLength: 1, maxLength: 12 }), (told) => {
				const { ann } = heard(told);
				const newest = Math.max(...told.map(({ at }) => at));
				const seen = told.flatMap((each) => (each.seen ? Number.parseInt(each.seen, 10) : []));
				expect(ann?.at).toBe(newest);
				expect(ann?.writing).toBe(told.filter(({ at }) => at === newest).every(({ writing }) => writing));
				expect(ann?.seen ?? null).toBe(seen.length === 0 ? null : `${Math.max(...seen)}-${Math.max(...seen)}`);
			}),
		);
	});

	test("stays the same object when an old signal is shown again", () => {
		const known = heard([{ kind: "status", at: 5, writing: true, seen: "7-7" }]);
		for (const at of [4, 5])
			expect(withStatus(known, "ann", { kind: "status", at, writing: true, seen: "6-6" })).toBe(known);
		const still = withoutWriting(known, "ann", 5);
		expect(still.ann).toEqual({ at: 5, writing: false, seen: "7-7" });
		expect(withStatus(still, "ann", { kind: "status", at: 5, writing: true, seen: "7-7" })).toBe(still);
		expect(withoutWriting(known, "ann", 4)).toBe(known);
	});
});

describe("in a room", () => {
	const come = (n: number, memberId: string): RoomEvent => ({
		type: "joined",
		cursor: `${n}-${n}`,
		memberId,
		name: memberId,
	});
	const writes = (memberId: string, at = 1): RoomEvent => ({
		type: "status",
		memberId,
		status: { kind: "status", at, writing: true, seen: "2-2" },
	});
	const run = (...events: RoomEvent[]) =>
		[come(1, "me"), come(2, "ann"), ...events].reduce((state, event) => reduce(state, event) as LiveState, liveState());
	const writing = (state: LiveState) => Object.keys(state.doings).filter((each) => state.doings[each]?.writing);

	test("whoever writes does so until their words come, they stop, go offline or leave", () => {
		expect(writing(run(writes("ann")))).toEqual(["ann"]);
		const said = { cursor: "3-3", id: "m".repeat(21), sender: "ann", shown: "same" } as const;
		const ends: RoomEvent[] = [
			{ type: "message", ...said, text: "here" },
			{ type: "sealed", ...said, epoch: 1 },
			{ type: "act", ...said, act: { kind: "edit", to: said.id, text: "there" } },
			{ type: "still", memberId: "ann", at: 1 },
			{ type: "presence", memberId: "ann", online: false },
			{ type: "left", cursor: "3-3", memberId: "ann", reason: "left" },
			{ type: "removed", memberId: "ann" },
		];
		for (const end of ends) expect(writing(run(writes("ann"), end)), end.type).toEqual([]);
	});

	test("a reaction, another's words and an end that was overtaken leave them writing", () => {
		const said = { cursor: "3-3", id: "m".repeat(21), shown: "same" } as const;
		const events: RoomEvent[] = [
			{ type: "act", ...said, sender: "ann", act: { kind: "reaction", to: said.id, emoji: "👍", on: true } },
			{ type: "message", ...said, sender: "me", text: "mine" },
			{ type: "still", memberId: "ann", at: 0 },
			{ type: "presence", memberId: "ann", online: true },
		];
		for (const event of events) expect(writing(run(writes("ann"), event)), event.type).toEqual(["ann"]);
	});

	test("nothing is taken of somebody who is not here, or of myself", () => {
		for (const who of ["me", "nobody"]) expect(run(writes(who)).doings).toEqual({});
		const left = run({ type: "left", cursor: "3-3", memberId: "ann", reason: "left" });
		expect(reduce(left, writes("ann"))).toBe(left);
		expect(run(writes("ann"), { type: "left", cursor: "3-3", memberId: "ann", reason: "left" }).doings).toEqual({});
	});

	test("going offline takes nothing back of what was seen", () => {
		const away = run(writes("ann"), { type: "presence", memberId: "ann", online: false });
		expect(away.doings).toEqual({ ann: { at: 1, writing: false, seen: "2-2" } });
	});
});

test("what says anything else is no status", () => {
	const good = { kind: "status", at: 1, writing: false, seen: "1-1" };
	expect(status.safeParse({ ...good, more: 1 }).data).toEqual(good);
	for (const change of [
		{ kind: "typing" },
		{ at: -1 },
		{ at: 1.5 },
		{ at: "1" },
		{ writing: 1 },
		{ seen: "1" },
		{ seen: null },
	]) {
		expect(status.safeParse({ ...good, ...change }).success, JSON.stringify(change)).toBe(false);
	}
});

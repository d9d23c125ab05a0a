import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { passingOf, withoutPassed } from "./passing.ts";
import { lifeLimits, payload } from "./payload.ts";
import { reduce } from "./reduce.ts";
import type { FoldEvent, LiveState, OpenedEvent, RoomEvent } from "./state.ts";
import { liveState } from "./testing/live-state.ts";

const start = 1_000_000;
const cursorAt = (n: number) => `${start + n}-${n}`;
const said = (n: number, sender: string, goesAfter?: number): OpenedEvent => ({
	...{ type: "message", cursor: cursorAt(n), id: `id-${n}`, sender, text: `secret ${n}`, shown: "same" },
	...(goesAfter !== undefined && { goesAfter }),
});
const act = (n: number, to: number, kind: "edit" | "reaction"): OpenedEvent => ({
	...{ type: "act", cursor: cursorAt(n), id: `id-${n}`, sender: "ann", shown: "same" },
	act:
		kind === "edit"
			? { kind, to: `id-${to}`, text: `secret edit of ${to}` }
			: { kind, to: `id-${to}`, emoji: "👍", on: true },
});
const run = (events: readonly RoomEvent[], from: LiveState = liveState()) =>
	events.reduce((state, event) => reduce(state, event) as LiveState, from);
const passed = (seconds: number): RoomEvent => ({ type: "passed", now: start + seconds * 1000 });
const lines = ({ log }: LiveState) =>
	log.map((entry) =>
		entry.type === "message" ? entry.text : entry.type === "withdrawn" && entry.passed ? "gone" : entry.type,
	);

describe("a message that was given less time than the room", () => {
	test("goes when its time is up, and nothing of it is left: not its words, not those of an edit, not a reaction", () => {
		const before = run([said(1, "ann", 60), said(2, "ben"), act(3, 1, "edit"), act(4, 1, "reaction"), passed(59)]);
		expect(lines(before)).toEqual(["secret edit of 1", "secret 2", "act", "act"]);
		const after = run([passed(60.001)], before);
		expect(lines(after)).toEqual(["gone", "secret 2", "act", "act"]);
		expect(JSON.stringify(after)).not.toMatch(/secret 1|edit of 1/);
		expect([after.deeds["id-1"], after.passesAt]).toEqual([undefined, null]);
	});

	test("stays gone, whatever is done to it later", () => {
		const after = run([said(1, "ann", 60), passed(61), act(2, 1, "edit"), act(3, 1, "reaction")]);
		expect(lines(after)).toEqual(["gone", "act", "act"]);
		expect(JSON.stringify(after)).not.toContain("secret");
	});

	test("goes at once where its key comes when its time is up", () => {
		const sealed: FoldEvent = { type: "sealed", cursor: cursorAt(1), id: "id-1", sender: "ann", epoch: 1 };
		const handed: FoldEvent = {
			...{ type: "handed", cursor: cursorAt(2), id: "id-2", sender: "ann", epoch: 1, to: ["me"], shown: "same" },
			opened: [said(1, "ann", 10)],
		};
		const state = run([sealed, handed]);
		expect(state.passesAt).toBe(passingOf({ cursor: cursorAt(1), goesAfter: 10 }));
		expect(JSON.stringify(run([passed(11)], state))).not.toContain("secret");
	});

	test("goes from what is being read again, too, and is no longer new", () => {
		const events = [said(1, "ann", 10), said(2, "ann")];
		const state = run([{ type: "connected", cursor: cursorAt(2), expiresAt: start + 600_000 }, ...events]);
		expect(state.unreadCount).toBe(2);
		expect(run([passed(11)], state).unreadCount).toBe(1);
		const again = run([{ type: "reset" }, said(1, "ann", 10), passed(11)], state);
		expect(JSON.stringify(again)).not.toContain("secret 1");
	});

	test("at any moment exactly those are gone whose time is up, by whatever steps that moment was come to", () => {
		const lives = fc.array(fc.option(fc.integer({ min: 10, max: 100 }), { nil: undefined }), { maxLength: 15 });
		const steps = fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(lives, steps, (given, moments) => {
				const events = given.map((goesAfter, at) => said(at + 1, "ann", goesAfter));
				const last = Math.max(...moments);
				const state = run([...events, ...moments.toSorted((a, b) => a - b).map(passed)]);
				const due = events.map(
					(event) =>
						(passingOf(event as { cursor: string; goesAfter?: number }) ?? Number.POSITIVE_INFINITY) <=
						start + last * 1000,
				);
				expect(state.log.map(({ type }) => type === "withdrawn")).toEqual(due);
				expect(state).toEqual(run([...events, passed(last)]));
				expect(withoutPassed(state, start + last * 1000)).toBe(state);
			}),
		);
	});
});

test("a life that is none, or too long, is no payload; one within the limits is", () => {
	const text = { kind: "text", text: "hi" };
	for (const goesAfter of [lifeLimits.least, 60, lifeLimits.most]) {
		expect(payload.safeParse({ ...text, goesAfter }).data).toEqual({ ...text, goesAfter });
	}
	for (const goesAfter of [0, 9, -60, 60.5, 86_401, 1e300, "60", null]) {
		expect(payload.safeParse({ ...text, goesAfter }).success, String(goesAfter)).toBe(false);
	}
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareCursors } from "../../backend/protocol/ids.ts";
import { reduce } from "./reduce.ts";
import type { FoldEvent, LiveState, RoomEvent, RoomState } from "./state.ts";
import { liveState } from "./testing/live-state.ts";

const me = "me";
const others = ["ann", "ben", "cat"];
const start = 1_000_000;

const fresh = liveState({ me });

function live(state: RoomState): LiveState {
	if (state.phase !== "live") throw new Error("the room is over");
	return state;
}

const run = (events: readonly RoomEvent[], from: RoomState = fresh) => events.reduce(reduce, from);
const cursorAt = (n: number) => `${start + n * 10}-${n}`;

const anybody = fc.constantFrom(me, ...others);
type Uncursored = FoldEvent extends infer Event ? (Event extends FoldEvent ? Omit<Event, "cursor"> : never) : never;
const anyEvent: fc.Arbitrary<Uncursored> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			type: fc.constant("message" as const),
			sender: anybody,
			text: fc.string(),
			id: fc.string(),
			shown: fc.constantFrom("same" as const, "differs" as const, "unknown" as const),
		}),
	},
	fc.record({ type: fc.constant("caught" as const), sender: anybody, id: fc.constantFrom(null, "m1") }),
	fc.record({ type: fc.constant("joined" as const), memberId: anybody, name: fc.constantFrom(null, "Ann", "Ben") }),
	fc.record({
		type: fc.constant("left" as const),
		memberId: anybody,
		reason: fc.constantFrom("left" as const, "removed" as const, "replaced" as const),
	}),
	fc.record({
		type: fc.constant("extended" as const),
		by: anybody,
		expiresAt: fc.integer({ min: start, max: start + 9_000_000 }),
	}),
	fc.record({ type: fc.constant("locked" as const), locked: fc.boolean() }),
	fc.record({
		...{ type: fc.constant("appointed" as const), memberId: anybody, by: anybody },
		since: fc.constantFrom(null, cursorAt(1), cursorAt(2), cursorAt(3)),
	}),
	fc.record({ type: fc.constant("skipped" as const), id: fc.constant(null), sender: fc.constant(null) }),
);
const starterCame = { type: "joined", memberId: me, name: "Me" } as const;
/** The events of a room in their order, message ids unlike each other, as the server keeps them. */
const history = fc.array(anyEvent, { maxLength: 40 }).map(
	(events) =>
		[starterCame, ...events].map((event, index) => ({
			...event,
			...(event.type === "message" ? { id: `id${index}` } : {}),
			cursor: cursorAt(index + 1),
		})) as FoldEvent[],
);
const connectedAt = (events: readonly FoldEvent[]): RoomEvent => ({
	type: "connected",
	cursor: events.at(-1)?.cursor ?? cursorAt(1),
	expiresAt: fresh.expiresAt,
});

describe("the log", () => {
	test("however often events come again, each is in once, in the order of the cursors", () => {
		fc.assert(
			fc.property(history, fc.array(fc.nat(), { maxLength: 5 }), (events, cuts) => {
				// Each cut resumes from an earlier place: what is known comes again.
				const delivered = [...events];
				for (const cut of cuts) {
					const at = cut % (delivered.length + 1);
					delivered.splice(at, 0, ...delivered.slice(Math.max(0, at - 7), at));
				}
				const state = live(run(delivered));
				expect(state).toEqual(run(events));
				// That somebody is shown other things is told beside the message that shows it.
				const cursors = state.log.filter(({ type }) => type !== "differs").map((entry) => entry.cursor);
				expect(cursors).toEqual([...new Set(cursors)].sort(compareCursors));
			}),
		);
	});

	test("a known event changes nothing: the very same object comes back", () => {
		fc.assert(
			fc.property(history, (events) => {
				const state = run(events);
				for (const event of events) expect(reduce(state, event)).toBe(state);
			}),
		);
	});

	test("parts that an event does not touch keep their identity", () => {
		const before = live(run([{ type: "joined", cursor: cursorAt(1), memberId: "ann", name: "Ann" }]));
		const after = live(
			run([{ type: "message", cursor: cursorAt(2), id: "a", sender: "ann", text: "hi", shown: "same" }], before),
		);
		expect(after.people).toBe(before.people);
		expect(after.unsent).toBe(before.unsent);
		expect(after.log[0]).toBe(before.log[0]);
		expect(after.clock).toBe(before.clock);
	});

	test("it ends as it ended first, and nothing of the talk is left", () => {
		fc.assert(
			fc.property(history, history, (events, later) => {
				const ended = run([...events, { type: "ended", reason: "destroyed", byMe: true }]);
				expect(Object.keys(ended).sort()).toEqual(["byMe", "lifeMs", "phase", "reason"]);
				expect(run([...later, { type: "ended", reason: "expired", byMe: false }], ended)).toBe(ended);
			}),
		);
	});
});

describe("catching up", () => {
	test("a room is caught up once the newest event there was on connecting is in, not before", () => {
		fc.assert(
			fc.property(history, (events) => {
				let state: RoomState = reduce(fresh, connectedAt(events));
				for (const event of events) {
					expect(live(state).caughtUp).toBe(false);
					state = reduce(state, event);
				}
				expect(live(state).caughtUp).toBe(events.length > 0);
			}),
		);
	});

	test("a reset shows the old log until the new one is whole, then that one alone", () => {
		fc.assert(
			fc.property(history, history, (before, after) => {
				fc.pre(after.length > 0);
				const shown = live(run([connectedAt(before), ...before]));
				let state: RoomState = run([connectedAt(after), { type: "reset" }], shown);
				for (const event of after.slice(0, -1)) {
					state = reduce(state, event);
					expect(live(state).log).toBe(shown.log);
					expect(live(state).people).toEqual(shown.people);
				}
				const rebuilt = live(run(after.slice(-1), state));
				const anew = live(run([connectedAt(after), ...after]));
				expect(rebuilt.log.map((entry) => entry.cursor)).toEqual(anew.log.map((entry) => entry.cursor));
				expect(rebuilt.people).toEqual(anew.people);
				expect(rebuilt.unreadCount).toBe(anew.unreadCount);
				expect(rebuilt.rebuilding).toBeNull();
			}),
		);
	});

	test("a first event that is not the coming of who began the room is another room's: it is over", () => {
		const began = run([{ ...starterCame, cursor: cursorAt(1) }]);
		expect(live(began).founder).toBe(me);
		for (const event of [
			{ type: "joined", memberId: "mal", name: "Me", cursor: cursorAt(1) },
			{ type: "locked", locked: true, cursor: cursorAt(1) },
		] as const) {
			const over = run([{ type: "reset" }, event], began);
			expect(over).toMatchObject({ phase: "ended", reason: "not-found", byMe: false });
			expect(run([event], liveState({ me, founder: me })).phase).toBe("ended");
		}
		const again = run([{ type: "reset" }, { ...starterCame, cursor: `${start + 99}-1` }], began);
		expect(again.phase).toBe("live");
	});

	test("a reset in mid-stream, which no connected follows, is whole at the next ping", () => {
		fc.assert(
			fc.property(history, history, (before, after) => {
				fc.pre(after.length > 0);
				const reset = run([connectedAt(before), ...before, { type: "reset" }, ...after]);
				const cursor = after.at(-1)?.cursor ?? "";
				const { log, rebuilding } = live(reduce(reset, { type: "pinged", cursor }));
				expect(log.map((entry) => entry.cursor)).toEqual(live(run(after)).log.map((entry) => entry.cursor));
				expect(rebuilding).toBeNull();
			}),
		);
	});

	test("unsent messages stay in sight through a reset, and go when the new log has them", () => {
		const written: RoomEvent[] = ["a", "b"].map((id) => ({
			type: "written",
			id,
			text: id,
			writtenAt: 0,
			state: { name: "sending" },
		}));
		const events: FoldEvent[] = [
			{ type: "joined", cursor: cursorAt(1), memberId: me, name: "Me" },
			{ type: "message", cursor: cursorAt(2), id: "a", sender: me, text: "a", shown: "same" },
			{ type: "message", cursor: cursorAt(3), id: "c", sender: "ann", text: "c", shown: "same" },
		];
		const during = live(run([...written, { type: "reset" }, connectedAt(events), ...events.slice(0, 2)]));
		expect(during.unsent.map(({ id }) => id)).toEqual(["a", "b"]);
		const after = live(run(events.slice(2), during));
		expect(after.unsent.map(({ id }) => id)).toEqual(["b"]);
		expect(after.log.filter((entry) => entry.type === "message").map(({ id }) => id)).toEqual(["a", "c"]);
	});
});

describe("my messages", () => {
	test("a message of mine that comes back is no longer unsent; another's of the same id changes nothing", () => {
		const written = run([{ type: "written", id: "a", text: "hi", writtenAt: 0, state: { name: "sending" } }]);
		const another = run(
			[{ type: "message", cursor: cursorAt(1), id: "a", sender: "ann", text: "x", shown: "same" }],
			written,
		);
		expect(live(another).unsent).toHaveLength(1);
		const mine = run(
			[{ type: "message", cursor: cursorAt(2), id: "a", sender: me, text: "hi", shown: "same" }],
			another,
		);
		expect(live(mine).unsent).toHaveLength(0);
	});

	test("the same state told twice is no change", () => {
		const written = run([{ type: "written", id: "a", text: "hi", writtenAt: 0, state: { name: "waiting" } }]);
		expect(reduce(written, { type: "unsent", id: "a", state: { name: "waiting" } })).toBe(written);
		expect(reduce(written, { type: "written", id: "a", text: "hi", writtenAt: 9, state: { name: "sending" } })).toBe(
			written,
		);
	});
});

describe("unread", () => {
	test("counts the messages of others after the read cursor, whenever it is read", () => {
		fc.assert(
			fc.property(history, fc.array(fc.nat({ max: 60 })), (events, reads) => {
				const steps: RoomEvent[] = [...events];
				for (const read of reads) steps.splice(read % (steps.length + 1), 0, { type: "read", cursor: cursorAt(read) });
				const state = live(run(steps));
				const { readCursor } = state;
				const expected = state.log.filter(
					(entry) =>
						entry.type === "message" &&
						entry.sender !== me &&
						(readCursor === null || compareCursors(entry.cursor, readCursor) > 0),
				);
				expect(state.unreadCount).toBe(expected.length);
			}),
		);
	});

	test("reading never goes back", () => {
		const state = run([{ type: "read", cursor: cursorAt(10) }]);
		expect(reduce(state, { type: "read", cursor: cursorAt(9) })).toBe(state);
	});
});

describe("people", () => {
	test("stand in the order of joining, once each; who left keeps the name, who comes back keeps the place", () => {
		const state = live(
			run([
				{ type: "joined", cursor: cursorAt(1), memberId: "ann", name: "Ann" },
				{ type: "joined", cursor: cursorAt(2), memberId: "ben", name: "Ben" },
				{ type: "left", cursor: cursorAt(3), memberId: "ann", reason: "replaced" },
				{ type: "joined", cursor: cursorAt(4), memberId: "cat", name: "Cat" },
				{ type: "joined", cursor: cursorAt(5), memberId: "ann", name: null },
			]),
		);
		expect(state.people.map(({ name, order, here }) => [name, order, here])).toEqual([
			["Ann", 0, true],
			["Ben", 1, true],
			["Cat", 2, true],
		]);
	});

	test("somebody whose presence was told before they joined is online once they are in", () => {
		const state = live(
			run([
				{ type: "presence", memberId: "ann", online: true },
				{ type: "joined", cursor: cursorAt(1), memberId: "ann", name: "Ann" },
			]),
		);
		expect(state.people[0]?.online).toBe(true);
	});

	test("a new stream's word on who is online replaces all that the last one said, and not before it is told", () => {
		const joined: RoomEvent[] = ["ann", "ben"].map((memberId, index) => ({
			type: "joined",
			cursor: cursorAt(index + 1),
			memberId,
			name: memberId,
		}));
		const before = live(run([...joined, { type: "presence", memberId: "ann", online: true }]));
		const connected = live(run([{ type: "connected", cursor: cursorAt(2), expiresAt: 1 }], before));
		expect(connected.people).toBe(before.people);
		const told = live(run([{ type: "presence", memberId: "ben", online: true }], connected));
		expect(told.people.map(({ online }) => online)).toEqual([false, true]);
	});

	test("whom I removed is gone before the stream tells, and the log says it once, when it does", () => {
		const joined: FoldEvent[] = [
			{ type: "joined", cursor: cursorAt(1), memberId: me, name: "Me" },
			{ type: "joined", cursor: cursorAt(2), memberId: "ann", name: "Ann" },
		];
		const before = live(run([...joined, { type: "presence", memberId: "ann", online: true }]));
		const removed = live(reduce(before, { type: "removed", memberId: "ann" }));
		expect(removed.people[1]).toMatchObject({ name: "Ann", here: false, online: false });
		expect(removed.log).toBe(before.log);
		expect(reduce(removed, { type: "removed", memberId: "ann" })).toBe(removed);
		const told = live(reduce(removed, { type: "left", cursor: cursorAt(3), memberId: "ann", reason: "removed" }));
		expect(told.people).toEqual(removed.people);
		expect(told.log.at(-1)).toMatchObject({ type: "left", reason: "removed" });
	});

	test("who left is not online; I am while the stream is open", () => {
		const state = live(
			run([
				{ type: "joined", cursor: cursorAt(1), memberId: me, name: "Me" },
				{ type: "joined", cursor: cursorAt(2), memberId: "ann", name: "Ann" },
				{ type: "presence", memberId: "ann", online: true },
				{ type: "left", cursor: cursorAt(3), memberId: "ann", reason: "left" },
				{ type: "connection", connection: { name: "open" } },
			]),
		);
		expect(state.people.map(({ online }) => online)).toEqual([true, false]);
		const cut = live(run([{ type: "connection", connection: { name: "connecting" } }], state));
		expect(cut.people[0]?.online).toBe(false);
	});
});

describe("time", () => {
	test("an extension read again in a replay does not undo a later one", () => {
		const events: FoldEvent[] = [
			{ type: "extended", cursor: cursorAt(1), by: "ann", expiresAt: start + 700_000 },
			{ type: "extended", cursor: cursorAt(2), by: "ann", expiresAt: start + 900_000 },
		];
		const connected: RoomEvent = { type: "connected", cursor: cursorAt(2), expiresAt: start + 900_000 };
		expect(live(run([connected, ...events.slice(0, 1)])).expiresAt).toBe(start + 900_000);
		const next: FoldEvent = { type: "extended", cursor: cursorAt(3), by: "ann", expiresAt: start + 950_000 };
		const state = live(run([connected, ...events, next]));
		expect(state.expiresAt).toBe(start + 950_000);
		expect(state.log.map((entry) => entry.type === "extended" && entry.addedMs)).toEqual([100_000, 200_000, 50_000]);
	});

	test("an answer that comes late does not put the end nearer than another has put it since", () => {
		const connected: RoomEvent = { type: "connected", cursor: cursorAt(0), expiresAt: start + 600_000 };
		const extended: FoldEvent = { type: "extended", cursor: cursorAt(1), by: "ann", expiresAt: start + 900_000 };
		const late: RoomEvent = { type: "expiry", expiresAt: start + 700_000 };
		expect(live(run([connected, extended, late])).expiresAt).toBe(start + 900_000);
		expect(live(run([connected, late])).expiresAt).toBe(start + 700_000);
	});

	test("the room began with its first event", () => {
		const state = live(run([{ type: "joined", cursor: `${start}-1`, memberId: "ann", name: "Ann" }]));
		expect(state.createdAt).toBe(start);
	});
});

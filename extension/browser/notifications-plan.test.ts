import { describe, expect, test } from "vitest";
import type { LiveRoom, RoomsSnapshot } from "../hub/rooms.ts";
import type { LogEntry } from "../room/state.ts";
import { planNotifications, type Told } from "./notifications-plan.ts";

const message = (n: number, sender: string): LogEntry => ({
	...{ type: "message", cursor: `${1000 + n}-${n}`, id: `m${n}` },
	...{ sender, timestamp: 1000 + n, text: "secret words" },
});
const joined: LogEntry = { type: "joined", cursor: "1001-1", memberId: "me", timestamp: 1001 };

function room(roomId: string, log: LogEntry[], parts: Partial<LiveRoom> = {}): LiveRoom {
	const readCursor = parts.readCursor ?? null;
	const unread = log.filter((e) => e.type === "message" && e.sender !== "me" && e.cursor > (readCursor ?? ""));
	return {
		...{ phase: "live", roomId, name: "Alder Bend", server: "https://a.example", link: "", foreign: false },
		...{ me: "me", capacity: 2, locked: false, people: [], log, unsent: [], caughtUp: true, draft: "" },
		...{ connection: { name: "open" }, createdAt: 0, expiresAt: 600_000, clock: { server: 0, at: 0 } },
		...{ readCursor, unreadCount: unread.length },
		...parts,
	} as LiveRoom;
}

const snapshot = (...rooms: RoomsSnapshot["rooms"]): RoomsSnapshot => ({ ready: true, rooms, open: null });
const at = (told: Told, shown: string[] = [], standing: string[] = []) => ({ told, shown: new Set(shown), standing });
const seen = { a: "1001-1" };

describe("what a notification is shown for", () => {
	test("a message of somebody else in a room that no panel shows, by the room’s name alone", () => {
		const plan = planNotifications(snapshot(room("a", [joined, message(2, "heron")])), at(seen));
		expect(plan.show).toEqual([{ roomId: "a", name: "Alder Bend", mentioned: false }]);
		expect(JSON.stringify(plan)).not.toContain("secret words");
	});

	test("several messages are one notification, and each message rings once", () => {
		const talk = snapshot(room("a", [joined, message(2, "heron"), message(3, "heron")]));
		const first = planNotifications(talk, at(seen));
		expect(first.show).toHaveLength(1);
		expect(planNotifications(talk, at(first.told)).show).toEqual([]);
		const more = snapshot(room("a", [joined, message(2, "heron"), message(3, "heron"), message(4, "heron")]));
		expect(planNotifications(more, at(first.told)).show).toHaveLength(1);
	});

	test("that somebody named me, until I have read it, whatever else is said meanwhile; not that they named another", () => {
		const naming = (n: number, whom: string, sender = "heron") =>
			({ ...message(n, sender), mentions: [whom] }) as LogEntry;
		const mentioned = (log: LogEntry[], told: Told, readCursor = "1001-1") =>
			planNotifications(snapshot(room("a", log, { readCursor })), at(told)).show.map((each) => each.mentioned);
		const log = [joined, naming(2, "me"), message(3, "otter")];
		expect(mentioned(log.slice(0, 2), seen)).toEqual([true]);
		expect(mentioned(log, { a: "1002-2" })).toEqual([true]);
		expect(mentioned([...log, message(4, "otter")], { a: "1003-3" }, "1003-3")).toEqual([false]);
		expect(mentioned([joined, naming(2, "otter")], seen)).toEqual([false]);
		expect(mentioned([joined, naming(2, "me", "me"), message(3, "otter")], seen)).toEqual([false]);
	});

	test("not one’s own words, nor somebody coming in", () => {
		const log: LogEntry[] = [joined, message(2, "me"), { ...joined, cursor: "1003-3", memberId: "heron" }];
		expect(planNotifications(snapshot(room("a", log)), at(seen)).show).toEqual([]);
	});

	test("a message of somebody else that one’s own words follow still rings", () => {
		const log = [joined, message(2, "heron"), message(3, "me")];
		expect(planNotifications(snapshot(room("a", log)), at(seen)).show).toHaveLength(1);
	});

	test("not the history that is replayed on coming in", () => {
		const history = [joined, message(2, "heron"), message(3, "otter")];
		const before = planNotifications(snapshot(room("a", history.slice(0, 2), { caughtUp: false })), at({}));
		expect(before).toEqual({ show: [], clear: [], told: {} });
		const after = planNotifications(snapshot(room("a", history)), at(before.told));
		expect(after).toEqual({ show: [], clear: [], told: { a: "1003-3" } });
		expect(planNotifications(snapshot(room("a", [...history, message(4, "otter")])), at(after.told)).show).toHaveLength(
			1,
		);
	});

	test("not what a panel shows, then or when it closes", () => {
		const talk = snapshot(room("a", [joined, message(2, "heron")]));
		const plan = planNotifications(talk, at(seen, ["a"]));
		expect(plan.show).toEqual([]);
		expect(planNotifications(talk, at(plan.told)).show).toEqual([]);
	});

	test("not what was read before its turn came", () => {
		const log = [joined, message(2, "heron")];
		const plan = planNotifications(snapshot(room("a", log, { readCursor: "1002-2" })), at(seen));
		expect(plan.show).toEqual([]);
		expect(plan.told).toEqual({ a: "1002-2" });
	});

	test("a worker that wakes rings for what came while it was dead, and for nothing else", () => {
		const log = [joined, message(2, "heron"), message(3, "heron")];
		const waking = planNotifications(snapshot(room("a", [joined], { caughtUp: false })), at({ a: "1002-2" }));
		expect(waking.told).toEqual({ a: "1002-2" });
		expect(planNotifications(snapshot(room("a", log.slice(0, 2))), at(waking.told)).show).toEqual([]);
		expect(planNotifications(snapshot(room("a", log)), at(waking.told)).show).toHaveLength(1);
	});

	test("each room for itself", () => {
		const two = snapshot(room("a", [joined, message(2, "heron")]), room("b", [joined, message(2, "heron")]));
		const plan = planNotifications(two, at({ a: "1001-1", b: "1001-1" }, ["b"]));
		expect(plan.show.map(({ roomId }) => roomId)).toEqual(["a"]);
	});
});

describe("what a notification goes for", () => {
	const news = room("a", [joined, message(2, "heron")]);
	const told = { a: "1002-2" };

	test("it stays while there is something unread", () => {
		expect(planNotifications(snapshot(news), at(told, [], ["a"])).clear).toEqual([]);
	});

	test("it stays while a worker that wakes does not know yet what is unread", () => {
		const asleep: RoomsSnapshot = { ready: false, rooms: [], open: null };
		expect(planNotifications(asleep, at(told, [], ["a"]))).toEqual({ show: [], clear: [], told });
		const waking = room("a", [], { caughtUp: false });
		expect(planNotifications(snapshot(waking), at(told, [], ["a"]))).toEqual({ show: [], clear: [], told });
	});

	test("it goes when the room was read or a panel shows it", () => {
		const read = room("a", [...news.log], { readCursor: "1002-2" });
		expect(planNotifications(snapshot(read), at(told, [], ["a"])).clear).toEqual(["a"]);
		expect(planNotifications(snapshot(news), at(told, ["a"], ["a"])).clear).toEqual(["a"]);
	});

	test("it goes with its room, and so does what was remembered of it", () => {
		const ended = { phase: "ended", roomId: "a", name: "Alder Bend", reason: "destroyed", byMe: false } as const;
		const over = snapshot({ ...ended, server: "https://a.example" });
		expect(planNotifications(over, at(told, [], ["a"]))).toEqual({ show: [], clear: ["a"], told: {} });
		expect(planNotifications(snapshot(), at(told, [], ["a"]))).toEqual({ show: [], clear: ["a"], told: {} });
	});
});

test("nothing changed means the same memory", () => {
	const told = { a: "1001-1" };
	expect(planNotifications(snapshot(room("a", [joined])), at(told)).told).toBe(told);
});

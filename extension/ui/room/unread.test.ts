import { expect, test } from "vitest";
import type { LogEntry } from "../../room/state.ts";
import { advance, startReading } from "./unread.ts";

const me = "me";
const from = (sender: string, n: number): LogEntry => ({
	type: "message",
	cursor: `${1000 + n}-${n}`,
	id: `id-${n}`,
	sender,
	timestamp: n,
	text: "",
});
const heron = (n: number) => from("heron", n);
const at = (n: number) => `${1000 + n}-${n}`;

test("a room opened again has its divider where the reader left, and counts what others wrote since", () => {
	const log = [heron(1), heron(2), from(me, 3), heron(4), heron(5)];
	expect(startReading(log, me, at(3))).toEqual({ seen: at(3), divider: at(4), unread: 2 });
});

test("in a room never read before nothing is new", () => {
	expect(startReading([heron(1), heron(2)], me, null)).toEqual({ seen: null, divider: null, unread: 0 });
});

test("the divider stays while the reader looks at it, and what comes meanwhile is read", () => {
	const log = [heron(1), heron(2)];
	const opened = startReading(log, me, at(1));
	const looked = advance(opened, { log, me, readCursor: at(1), looking: true });
	expect(looked).toEqual({ seen: at(2), divider: at(2), unread: 0 });
	const more = advance(looked, { log: [...log, heron(3)], me, readCursor: at(2), looking: true });
	expect(more).toEqual({ seen: at(3), divider: at(2), unread: 0 });
});

test("what comes while the reader is away moves a divider that was read, and keeps one that was not", () => {
	const log = [heron(1), heron(2)];
	const looked = advance(startReading(log, me, at(1)), { log, me, readCursor: at(2), looking: true });
	const away = advance(looked, { log: [...log, heron(3)], me, readCursor: at(2), looking: false });
	expect(away).toEqual({ seen: at(2), divider: at(3), unread: 1 });
	const longer = advance(away, { log: [...log, heron(3), heron(4)], me, readCursor: at(2), looking: false });
	expect(longer).toEqual({ seen: at(2), divider: at(3), unread: 2 });
});

test("what was in sight is read before the hub says so", () => {
	const log = [heron(1), heron(2)];
	const looked = advance(startReading(log, me, at(1)), { log, me, readCursor: at(1), looking: true });
	expect(advance(looked, { log, me, readCursor: at(1), looking: false }).unread).toBe(0);
});

test("my own message takes the divider away", () => {
	const log = [heron(1), heron(2)];
	const looked = advance(startReading(log, me, at(1)), { log, me, readCursor: at(2), looking: true });
	expect(advance(looked, { log: [...log, from(me, 3)], me, readCursor: at(2), looking: true }).divider).toBe(null);
});

test("cursors are ordered as numbers", () => {
	const log = [heron(9), heron(10), heron(11)].map((entry, i) => ({ ...entry, cursor: `1000-${9 + i}` }));
	expect(startReading(log, me, "1000-9").unread).toBe(2);
});

test("nothing changed is the same object", () => {
	const log = [heron(1), heron(2)];
	const opened = startReading(log, me, at(1));
	expect(advance(opened, { log, me, readCursor: at(1), looking: false })).toBe(opened);
});

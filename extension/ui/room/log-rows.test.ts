import { expect, test } from "vitest";
import type { LogEntry, Unsent } from "../../room/state.ts";
import { logRows } from "./log-rows.ts";

const minute = 60_000;
const message = (n: number, sender: string, atMinute: number): LogEntry => ({
	type: "message",
	cursor: `${1000 + n}-${n}`,
	id: `id-${n}`,
	sender,
	timestamp: atMinute * minute,
	text: `text ${n}`,
});
const joined = (n: number): LogEntry => ({
	type: "joined",
	cursor: `${1000 + n}-${n}`,
	memberId: "amber",
	timestamp: 0,
});
const waiting = (id: string, writtenAt: number): Unsent => ({
	id,
	text: id,
	writtenAt,
	state: { name: "waiting" },
});

const shape = (log: LogEntry[], unsent: Unsent[] = [], divider: string | null = null) =>
	logRows({ log, unsent, me: "me", divider }).map((row) =>
		row.kind === "message" ? `${row.key}${row.next ? " next" : ""}${row.unsent ? " unsent" : ""}` : row.kind,
	);

test("messages of one turn stand under one name", () => {
	expect(
		shape([message(1, "heron", 0), message(2, "heron", 1), message(3, "otter", 1), message(4, "heron", 1)]),
	).toEqual(["id-1", "id-2 next", "id-3", "id-4"]);
});

test("five minutes of silence, an event or the divider end a turn", () => {
	expect(shape([message(1, "heron", 0), message(2, "heron", 5)])).toEqual(["id-1", "id-2"]);
	expect(shape([message(1, "heron", 0), joined(2), message(3, "heron", 0)])).toEqual(["id-1", "event", "id-3"]);
	expect(shape([message(1, "heron", 0), message(2, "heron", 0)], [], "1002-2")).toEqual(["id-1", "divider", "id-2"]);
});

test("what is not sent yet stands at the end and joins my turn", () => {
	expect(shape([message(1, "me", 3)], [waiting("id-2", 3 * minute), waiting("id-3", 3 * minute)])).toEqual([
		"id-1",
		"id-2 next unsent",
		"id-3 next unsent",
	]);
});

test("a message that came back is shown once, under the key it was waiting with", () => {
	expect(shape([message(1, "me", 3)], [waiting("id-1", 3 * minute)])).toEqual(["id-1"]);
});

test("messages that can't be read are one line a sender and a reason; those from before one came are one line", () => {
	const sealed = (n: number, sender: string, lost: boolean): LogEntry => ({
		...{ type: "sealed", cursor: `${1000 + n}-${n}`, id: `id-${n}`, sender, timestamp: 0, epoch: 1, lost },
	});
	const mine: LogEntry = { type: "joined", cursor: "1003-3", memberId: "me", timestamp: 0 };
	const log = [
		...[sealed(1, "amber", true), sealed(2, "quiet", true), mine],
		...[sealed(4, "amber", false), sealed(5, "amber", false), sealed(6, "quiet", false), sealed(7, "quiet", true)],
	];
	const rows = logRows({ log, unsent: [], me: "me", divider: null });
	expect(rows.map((row) => (row.kind === "sealed" ? `${row.state} ${row.sender}` : row.kind))).toEqual([
		...["before amber", "event", "waits amber", "waits quiet", "lost quiet"],
	]);
});

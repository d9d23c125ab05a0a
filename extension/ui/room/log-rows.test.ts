import { expect, test } from "vitest";
import type { Act } from "../../room/acts.ts";
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

test("a view that is on its way, or was refused, can't be called back", () => {
	const act: Act = { kind: "viewed", to: "id-1" };
	const failed: Unsent = { id: "a", act, writtenAt: 0, state: { name: "failed", cause: "room-storage-full" } };
	const [row] = logRows({
		log: [{ ...message(1, "heron", 0), once: true } as LogEntry],
		unsent: [failed],
		me: "me",
		divider: null,
	});
	expect(row).toMatchObject({ viewed: ["me"], unsent: null });
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

const reply = (n: number, sender: string, to: number): LogEntry =>
	({ ...message(n, sender, 0), replyTo: `id-${to}` }) as LogEntry;
const withdrawn = (n: number, sender: string): LogEntry => ({
	...{ type: "withdrawn", cursor: `${1000 + n}-${n}`, id: `id-${n}`, sender, timestamp: 0 },
});
const act = (n: number, done: Act, name: "waiting" | "sending" = "waiting"): Unsent => ({
	...{ id: `act-${n}`, act: done, writtenAt: 0, state: { name } },
});
const rowsOf = (log: LogEntry[], unsent: Unsent[] = []) => logRows({ log, unsent, me: "me", divider: null });

test("an answer shows the beginning of what it answers, as it is now; what can’t be shown has no words", () => {
	const page = { url: "https://bakery.example/hours", title: "" };
	const log = [
		message(1, "heron", 0),
		withdrawn(2, "otter"),
		{ ...message(3, "me", 0), text: "", page } as LogEntry,
		...[reply(4, "otter", 1), reply(5, "otter", 2), reply(6, "otter", 9), reply(7, "otter", 3)],
	];
	const quotes = (unsent: Unsent[] = []) =>
		rowsOf(log, unsent).flatMap((row) => (row.kind === "message" && row.quote ? (row.quote.from?.words ?? null) : []));
	expect(quotes()).toEqual(["text 1", null, null, "bakery.example/hours"]);
	const edit = act(1, { kind: "edit", to: "id-3", text: "a page" });
	expect(quotes([edit])).toEqual(["text 1", null, null, "a page"]);
});

test("one that was taken back leaves a row to go to, and ends the turn", () => {
	const rows = rowsOf([message(1, "heron", 0), withdrawn(2, "heron"), message(3, "heron", 0)]);
	expect(rows.map((row) => [row.kind, row.key])).toEqual([
		["message", "id-1"],
		["withdrawn", "id-2"],
		["message", "id-3"],
	]);
	expect(rows[2]).toMatchObject({ next: false });
});

test("acts make no rows, and what I do shows at once, with how far it is", () => {
	const mark = { kind: "unsend", to: "id-9" } as const;
	const log: LogEntry[] = [message(1, "me", 0), { ...withdrawn(2, "heron"), type: "act", mark } as LogEntry];
	expect(rowsOf(log)).toHaveLength(1);
	const react = act(1, { kind: "reaction", to: "id-1", emoji: "👍", on: true }, "sending");
	const edit = act(2, { kind: "edit", to: "id-1", text: "other" });
	expect(rowsOf(log, [react, edit])).toMatchObject([
		{
			...{ text: "other", edited: true, sent: true, reactions: [{ emoji: "👍", members: ["me"] }] },
			unsent: { stage: { name: "waiting" }, ids: ["act-1", "act-2"] },
		},
	]);
	expect(rowsOf(log, [act(3, { kind: "unsend", to: "id-1" })])).toMatchObject([{ kind: "withdrawn", key: "id-1" }]);
});

import { expect, test } from "vitest";
import { check } from "./checker.ts";
import type { History, Line, Shown, View } from "./history.ts";
import { type Act, planHistory } from "./plan.ts";

const [ann, ben] = ["A".repeat(22), "B".repeat(22)] as const;
const hi: Shown = { type: "message", cursor: "1003-3", id: "hi", sender: ann, text: "said hi" };
const ho: Shown = { type: "message", cursor: "1004-4", id: "ho", sender: ann, text: "said ho" };
const joined: Shown[] = [
	{ type: "joined", cursor: "1001-1", memberId: ann },
	{ type: "joined", cursor: "1002-2", memberId: ben },
];
const plan = { ...planHistory(1, "redis", "sse"), people: [{ clockOffMs: 0 }, { clockOffMs: 0 }], capacity: 2 };

const viewOf = (who: number, more: Partial<View> = {}): View => ({
	...{
		me: who === 0 ? ann : ben,
		phase: "live",
		caughtUp: true,
		locked: false,
		starter: ann,
		expiresAt: 2000,
		unsent: [],
		draft: "",
	},
	...more,
});
const view = (at: number, who: number, shown: Shown[], more: Partial<View> = {}): Line => ({
	...{ type: "view", at, who, life: 1, kept: 0, shown },
	view: viewOf(who, more),
});
const ended = (at: number, who: number, reason: "destroyed" | "expired" | "not-found", byMe = false): Line =>
	view(at, who, [], { me: null, phase: "ended", caughtUp: false, end: { reason, byMe } });
const sending = (at: number, op: number, id: string): Line[] => [
	{ type: "invoke", at, op, who: 0, act: { type: "send", id, text: `said ${id}` } },
	{ type: "ok", at: at + 1, op },
	{
		...{ type: "call", at: at + 1, until: at + 2, who: 0, line: "POST /api/rooms/:room/messages", status: 201 },
		sent: { id, cursor: id === "hi" ? hi.cursor : ho.cursor },
	},
];
const frame = (stream: number, cursor: string): Line => {
	const came = joined.find((entry) => entry.cursor === cursor);
	const said = came ? { name: "room.joined", told: "memberId" in came ? { memberId: came.memberId } : {} } : null;
	return { type: "frame", at: 2, who: 1, stream, name: "chat.message", cursor, ...said };
};

/** Two people, two messages, a draft, a destroy: everything as it should be. Parts are replaced by their names. */
function historyOf(
	parts: Partial<Record<"talk" | "finals" | "wire" | "kept" | "end" | "left" | "more", Line[]>> = {},
): History {
	const all = [...joined, hi, ho];
	const preset: Required<typeof parts> = {
		talk: [
			...sending(10, 1, "hi"),
			...sending(20, 2, "ho"),
			{ type: "invoke", at: 30, op: 3, who: 0, act: { type: "draft", text: "thought" } },
			{ type: "ok", at: 31, op: 3 },
		],
		finals: [view(40, 0, all, { draft: "thought" }), view(40, 1, all)],
		wire: [
			{ type: "stream", at: 1, who: 1, stream: 1, after: null },
			...["1001-1", "1002-2", "1003-3", "1004-4"].map((at) => frame(1, at)),
		],
		kept: [
			{ type: "settled", at: 50, isCalm: true, live: [0, 1] },
			{
				type: "kept",
				at: 51,
				messages: [hi, ho].map((entry) => ({ id: "id" in entry ? entry.id : "", cursor: entry.cursor })),
			},
			{ type: "store", at: 52, text: "sealed" },
		],
		end: [
			{ type: "invoke", at: 60, op: 4, who: 0, act: { type: "destroy" } },
			ended(61, 0, "destroyed", true),
			{ type: "ok", at: 62, op: 4 },
			ended(63, 1, "destroyed"),
			{ type: "over", at: 64, isCalm: true },
		],
		left: [
			{ type: "left", at: 65, room: "x", keys: [] },
			{ type: "remains", at: 65, who: 0, keys: ["room/x"] },
			{ type: "private", values: ["the secret"], logs: ["127.0.0.77"] },
		],
		more: [],
	};
	return [{ type: "plan", plan }, ...Object.values({ ...preset, ...parts }).flat()];
}

const broken = (history: History) => [...new Set(check(history).map(({ rule }) => rule))];
const others = view(40, 1, [...joined, hi, ho]);
const all = [...joined, hi, ho];
const mine = (shown: Shown[], more: Partial<View> = {}) => [view(40, 0, shown, { draft: "thought", ...more }), others];

test("a history in which all is well breaks no rule", () => {
	expect(check(historyOf())).toEqual([]);
});

const unread = (lost: boolean): Shown => ({ type: "sealed", cursor: ho.cursor, id: "ho", sender: ann, lost });
const caught: Shown = { type: "caught", cursor: "1005-5" };
const swapped: Shown[] = [...joined, { ...ho, cursor: "1003-3" }, { ...hi, cursor: "1004-4" }];
const keptAs = (messages: { id: string; cursor: string }[], text = "sealed", isCalm = true): Line[] => [
	{ type: "settled", at: 50, isCalm, live: [0, 1] },
	{ type: "kept", at: 51, messages },
	{ type: "store", at: 52, text },
];
const answered = (status: number, code: string, at = 45): Line => ({
	...{ type: "call", at, until: at + 1, who: 0, line: "GET /api/rooms/:room", status, code },
});
const keptWell = [hi, ho].map((entry) => ({ id: "id" in entry ? entry.id : "", cursor: entry.cursor }));

/** Ann puts other words in the place of "ho", by what has the id "he". */
const acting: Line[] = [
	...[...sending(10, 1, "hi"), ...sending(20, 2, "ho")],
	view(25, 0, [...joined, hi, ho]),
	{
		type: "invoke",
		at: 27,
		op: 5,
		who: 0,
		act: { type: "act", id: "he", act: { kind: "edit", to: "ho", text: "hey" } },
	},
	{ type: "ok", at: 28, op: 5 },
	{ type: "invoke", at: 30, op: 3, who: 0, act: { type: "draft", text: "thought" } },
	{ type: "ok", at: 31, op: 3 },
];
const edited: Shown = {
	...{ type: "act", cursor: "1005-5", id: "he", sender: ann, mark: { kind: "edit", to: "ho" } },
};
const changed = (message: Shown): Shown[] => [...joined, hi, message, edited];

test("a message that was changed by its author is as it should be", () => {
	const shown = changed({ ...ho, text: "hey" } as Shown);
	const kept = keptAs([...keptWell, { id: "he", cursor: "1005-5" }]);
	const finals = [view(40, 0, shown, { draft: "thought" }), view(40, 1, shown)];
	expect(check(historyOf({ talk: acting, finals, kept }))).toEqual([]);
});

/** Ann shows a file of one chunk, by what has the id "file". */
const showing: Line[] = [
	...acting.slice(0, 6),
	{ type: "invoke", at: 27, op: 5, who: 0, act: { type: "send-file", id: "file", text: "look", bytes: 5 } },
	{ type: "ok", at: 28, op: 5 },
	...acting.slice(-2),
];
const fileShown = (arrived: number, sender = ann): Shown => ({
	...{ type: "message", cursor: "1005-5", id: "file", sender, text: "look", file: { bytes: 5, arrived } },
});
const chunkShown = (length: number, sender = ann): Shown => ({
	...{ type: "act", cursor: "1006-6", id: "chunk", sender },
	mark: { kind: "chunk", to: "file", index: 0, length },
});
const shownTo = (shown: Shown[]) => [view(40, 0, shown, { draft: "thought" }), view(40, 1, shown)];
const withFile = (...shown: Shown[]) => historyOf({ talk: showing, finals: shownTo([...all, ...shown]) });

test("a file that came whole, or was taken back, is as it should be", () => {
	const kept = keptAs([...keptWell, { id: "file", cursor: "1005-5" }, { id: "chunk", cursor: "1006-6" }]);
	const whole = shownTo([...all, fileShown(1), chunkShown(5)]);
	expect(check(historyOf({ talk: showing, finals: whole, kept }))).toEqual([]);
	const back: Shown[] = [
		{ type: "withdrawn", cursor: "1005-5", id: "file", sender: ann },
		{ type: "act", cursor: "1006-6", id: "chunk", sender: ann, mark: { kind: "unsend", to: "file" } },
	];
	expect(check(historyOf({ talk: showing, finals: shownTo([...all, ...back]), kept }))).toEqual([]);
});

/** The same file, sent to be viewed once, and what there is of views of it. */
const onceShowing = showing.map((line) =>
	line.type === "invoke" && line.act.type === "send-file"
		? { ...line, act: { ...line.act, once: true as const } }
		: line,
);
const viewing: Line[] = [
	{ type: "invoke", at: 32, op: 6, who: 1, act: { type: "act", id: "seen", act: { kind: "viewed", to: "file" } } },
	{ type: "ok", at: 33, op: 6 },
];
const pictureShown = (viewed: string[]): Shown =>
	({ ...fileShown(1), once: true, ...(viewed.length > 0 && { viewed }) }) as Shown;
const viewShown: Shown = {
	...{ type: "act", cursor: "1007-7", id: "seen", sender: ben, mark: { kind: "viewed", to: "file" } },
};
const keptView = keptAs([
	...keptWell,
	...["file", "chunk", "seen"].map((id, index) => ({ id, cursor: `${1005 + index}-${5 + index}` })),
]);
const withView = (talk: Line[], ...shown: Shown[]) =>
	historyOf({ talk: [...talk, ...viewing], finals: shownTo([...all, ...shown]), kept: keptView });

test("a picture that somebody viewed once is as it should be", () => {
	expect(check(withView(onceShowing, pictureShown([ben]), chunkShown(5), viewShown))).toEqual([]);
});

test.each<[what: string, rule: string, history: History]>([
	["a view that is not told of", "acts", withView(onceShowing, pictureShown([]), chunkShown(5), viewShown)],
	[
		"a view of what is no picture to be viewed once",
		"acts",
		withView(showing, pictureShown([ben]), chunkShown(5), viewShown),
	],
	["a view that nobody said", "acts", withView(onceShowing, pictureShown([ben]), chunkShown(5))],
	["a file that never came whole", "files", withFile(fileShown(0))],
	["a file that counts what did not come", "acts", withFile(fileShown(1))],
	["a chunk of another size", "words", withFile(fileShown(0), chunkShown(4))],
	["a chunk that counts from somebody else", "acts", withFile(fileShown(1), chunkShown(5, ben))],
	["a chunk of another's file", "words", withFile(fileShown(0), chunkShown(5, ben))],
	["somebody who does not catch up", "calm", historyOf({ kept: keptAs(keptWell, "sealed", false) })],
	[
		"an answered message that somebody does not see",
		"delivered",
		historyOf({ finals: [view(40, 0, all, { draft: "thought" }), view(40, 1, [...joined, hi])] }),
	],
	[
		"an answered message at another place",
		"delivered",
		historyOf({ finals: [view(40, 0, swapped, { draft: "thought" }), view(40, 1, swapped)] }),
	],
	["a message twice on a screen", "once", historyOf({ finals: mine([...all, { ...hi, cursor: "1005-5" }]) })],
	["an event twice on a screen", "once", historyOf({ finals: mine([...joined, hi, hi, ho]) })],
	["a message kept twice", "once", historyOf({ kept: keptAs([...keptWell, { id: "hi", cursor: "1005-5" }]) })],
	["a hole on a screen", "order", historyOf({ finals: mine([...joined, ho]) })],
	["screens that begin late", "order", historyOf({ finals: [view(40, 1, [hi, ho])] })],
	["two orders for two people", "order", historyOf({ finals: mine(swapped) })],
	["time that goes back", "order", historyOf({ finals: mine([...joined, hi, { ...ho, cursor: "1000-4" }]) })],
	["a history that tells another order", "order", historyOf({ kept: keptAs(keptWell.toReversed()) })],
	["a history that lost a message", "order", historyOf({ kept: keptAs(keptWell.slice(1)) })],
	[
		"one's own words in another order",
		"own-order",
		historyOf({ finals: [view(40, 0, swapped, { draft: "thought" }), view(40, 1, swapped)] }),
	],
	[
		"a hole in a stream",
		"streams",
		historyOf({ wire: [{ type: "stream", at: 1, who: 1, stream: 1, after: "1001-1" }, frame(1, "1003-3")] }),
	],
	[
		"an event twice on a stream",
		"streams",
		historyOf({
			wire: [{ type: "stream", at: 1, who: 1, stream: 1, after: null }, frame(1, "1001-1"), frame(1, "1001-1")],
		}),
	],
	[
		"a stream that begins elsewhere",
		"streams",
		historyOf({ wire: [{ type: "stream", at: 1, who: 1, stream: 1, after: "1003-3" }, frame(1, "1003-3")] }),
	],
	[
		"more people than seats",
		"capacity",
		historyOf({ finals: mine([...joined, { type: "joined", cursor: "1003-3", memberId: "C".repeat(22) }]) }),
	],
	[
		"other words than were written",
		"words",
		historyOf({ finals: mine([...joined, { ...hi, text: "said no" } as Shown, ho]) }),
	],
	["another's name", "words", historyOf({ finals: mine([...joined, { ...hi, sender: ben } as Shown, ho]) })],
	[
		"words that nobody wrote",
		"words",
		historyOf({ finals: mine([...all, { ...hi, cursor: "1005-5", id: "ha" } as Shown]) }),
	],
	["a message that waits for its key for ever", "keys", historyOf({ finals: mine([...joined, hi, unread(false)]) })],
	[
		"a message that can’t be read by one who was there",
		"keys",
		historyOf({ finals: mine([...joined, hi, unread(true)]) }),
	],
	[
		"a message that reads otherwise than it was changed to",
		"acts",
		historyOf({ talk: acting, finals: mine(changed(ho)) }),
	],
	[
		"a reaction that nobody put there",
		"acts",
		historyOf({ finals: mine([...joined, { ...hi, reactions: [`👍 ${ben}`] } as Shown, ho]) }),
	],
	[
		"one that was taken back by somebody else",
		"acts",
		historyOf({ finals: mine([...joined, { type: "withdrawn", cursor: hi.cursor, id: "hi", sender: ann }, ho]) }),
	],
	[
		"an act that nobody did",
		"words",
		historyOf({ finals: mine([...all, { ...edited, id: "ha", mark: { kind: "unsend", to: "nowhere" } } as Shown]) }),
	],
	["an act that is neither sent nor unsent", "outbox", historyOf({ talk: acting })],
	["somebody who is shown something else", "alike", historyOf({ finals: mine(all, { differs: [ben] }) })],
	["something that fails its check", "words", historyOf({ finals: mine([...all, caught]) })],
	["a message sent and unsent", "outbox", historyOf({ finals: mine(all, { unsent: ["hi"] }) })],
	["a message neither sent nor unsent", "outbox", historyOf({ finals: mine([...joined, hi]) })],
	["a draft that is gone", "drafts", historyOf({ finals: mine(all, { draft: "" }) })],
	[
		"a draft gone with the worker",
		"drafts",
		historyOf({
			finals: [
				view(40, 0, all),
				others,
				{ type: "woke", at: 41, who: 0, life: 2 },
				view(45, 0, all, { draft: "thought" }),
			],
		}),
	],
	["an end that never came about", "ends", historyOf({ end: [ended(63, 1, "expired")] })],
	[
		"an end that is not told",
		"ends",
		historyOf({
			end: [{ type: "invoke", at: 60, op: 4, who: 0, act: { type: "destroy" } }, ended(63, 1, "not-found")],
		}),
	],
	[
		"an end by somebody who did nothing",
		"ends",
		historyOf({
			end: [{ type: "invoke", at: 60, op: 4, who: 0, act: { type: "destroy" } }, ended(63, 1, "destroyed", true)],
		}),
	],
	["a room that comes back", "stays", historyOf({ more: [view(70, 1, all)] })],
	[
		"a key that outlives the room",
		"gone",
		historyOf({ left: [{ type: "left", at: 65, room: "x", keys: ["{x}:ids"] }] }),
	],
	[
		"an outbox that outlives the room",
		"gone",
		historyOf({ left: [{ type: "remains", at: 65, who: 0, keys: ["room/x", "outbox/x"] }] }),
	],
	["a server that fails", "errors", historyOf({ more: [answered(500, "internal")] })],
	[
		"a store that is said to be away while it is there",
		"errors",
		historyOf({ more: [answered(503, "store-unavailable")] }),
	],
	["a message refused because its bytes changed", "errors", historyOf({ more: [answered(409, "id-reused")] })],
	[
		"a stream that fails",
		"errors",
		historyOf({ more: [{ type: "frame", at: 2, who: 1, stream: 1, name: "error", code: "internal" }] }),
	],
	[
		"a secret in a log",
		"secrets",
		historyOf({ more: [{ type: "log", server: 0, line: "room of the secret failed" }] }),
	],
	["an address in a log", "secrets", historyOf({ more: [{ type: "log", server: 0, line: "127.0.0.77 was here" }] })],
	["a secret in the store", "secrets", historyOf({ kept: keptAs(keptWell, "holds the secret") })],
])("%s breaks the rule %s", (_, rule, history) => {
	expect(broken(history)).toContain(rule);
});

test("a store that is away excuses a 503 while it is, and no 500", () => {
	const fault = { type: "freeze-store", forMs: 100 } as const;
	const around = (answer: Line): Line[] => [
		{ type: "fault", at: 40, fault },
		answer,
		{ type: "healed", at: 140, fault },
	];
	expect(broken(historyOf({ more: around(answered(503, "store-unavailable")) }))).toEqual([]);
	expect(broken(historyOf({ more: around(answered(500, "internal")) }))).toEqual(["errors"]);
	expect(broken(historyOf({ more: around(answered(503, "store-unavailable", 9_000)) }))).toEqual(["errors"]);
});

test("what a store forgot may be gone; what was answered after that may not", () => {
	const again: Shown[] = joined.map((entry, index) => ({ ...entry, cursor: `200${index}-${index + 1}` }));
	const forgot: Line = { type: "forgot", at: 35, again: true };
	const finals = [view(30, 0, all), forgot, view(40, 0, again, { draft: "thought" }), view(40, 1, again)];
	expect(broken(historyOf({ finals, kept: keptAs([]) }))).toEqual([]);
	const late = [...sending(36, 9, "hu")];
	expect(broken(historyOf({ finals: [...finals, ...late], kept: keptAs([]) }))).toContain("delivered");
});

test("a room whose maker heard no answer may live on, another one may not", () => {
	const start: Line = { type: "invoke", at: 1, op: 9, who: 0, act: { type: "start", capacity: 2 } };
	const left = (key: string): Line[] => [{ type: "left", at: 65, room: "x", keys: [key] }];
	const failed: Line = { type: "failed", at: 2, op: 9, code: "unreachable" };
	expect(broken(historyOf({ more: [start, failed], left: left("{y}:ids") }))).toEqual([]);
	expect(broken(historyOf({ more: [start, failed], left: left("{x}:ids") }))).toEqual(["gone"]);
});

test("nobody hands over the key of who has gone without the server’s hearing of it", () => {
	const away: Shown = { ...unread(false), sender: "C".repeat(22) } as Shown;
	expect(broken(historyOf({ finals: mine([...joined, hi, away]) }))).not.toContain("keys");
});

test("a message that waits in the outbox is not lost, nor is one whose replay is under way", () => {
	const waits = view(25, 0, [...joined, hi], { unsent: ["ho"] });
	const replays = view(26, 0, joined, { caughtUp: false });
	expect(broken(historyOf({ finals: [waits, replays, ...mine(all)] }))).toEqual([]);
});

test("the same seed draws the same plan", () => {
	expect(planHistory(7, "redis", "sse")).toEqual(planHistory(7, "redis", "sse"));
	expect(planHistory(7, "redis", "sse").steps).not.toEqual(planHistory(8, "redis", "sse").steps);
});

test("a dozen plans have every kind of act in them", () => {
	const plans = Array.from({ length: 12 }, (_, seed) => planHistory(seed + 1, "redis", "ws"));
	const drawn = new Set(plans.flatMap(({ steps }) => steps.flatMap((step) => ("act" in step ? step.act.type : []))));
	const kinds: Act["type"][] = [
		...(["join", "knock", "make-invite", "withdraw-invite", "answer-knock", "lock", "hand-over", "remove"] as const),
		...(["send", "send-file", "act", "draft", "write", "read", "extend", "leave"] as const),
	];
	expect(kinds.filter((kind) => !drawn.has(kind))).toEqual([]);
});

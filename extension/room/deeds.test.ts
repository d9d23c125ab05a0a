import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Act, Deed } from "./acts.ts";
import { withUnsent } from "./deeds.ts";
import { emptyFold, foldEvent } from "./fold.ts";
import { payloadOf } from "./payload.ts";
import { reduce } from "./reduce.ts";
import { chunkBytes, type SharedFile } from "./shared-file.ts";
import type { Fold, FoldEvent, LiveState, LogEntry, OpenedEvent, RoomEvent, RoomState, Unsent } from "./state.ts";
import { liveState } from "./testing/live-state.ts";

const cursorAt = (n: number) => `${n}-${n}`;
const people = ["me", "ann", "ben"] as const;
type Member = (typeof people)[number];

/** What somebody says, at its place in the order. `act.to` names a message by its place, if there is one. */
type Said = {
	sender: Member;
	says: { text: string; file?: SharedFile; once?: true } | { caught: true } | { act: Deed };
};

const idAt = (n: number) => `id-${n}`;
const react = (sender: Member, to: number, emoji: string, on = true): Said => ({
	sender,
	says: { act: { kind: "reaction", to: idAt(to), emoji, on } },
});
const edit = (sender: Member, to: number, text: string): Said => ({
	sender,
	says: { act: { kind: "edit", to: idAt(to), text } },
});
const unsend = (sender: Member, to: number): Said => ({ sender, says: { act: { kind: "unsend", to: idAt(to) } } });
const say = (sender: Member, text: string): Said => ({ sender, says: { text } });
/** Of two chunks, the second of which has five bytes. */
const twoChunks: SharedFile = { name: "a.txt", bytes: chunkBytes + 5, sha256: "A".repeat(43) };
const announce = (sender: Member, text: string): Said => ({ sender, says: { text, file: twoChunks } });
const announceOnce = (sender: Member, text: string): Said => ({ sender, says: { text, file: twoChunks, once: true } });
const view = (sender: Member, to: number): Said => ({ sender, says: { act: { kind: "viewed", to: idAt(to) } } });
const parts = { long: new Uint8Array(chunkBytes), short: new Uint8Array(5) };
const chunk = (sender: Member, to: number, index: number, part: keyof typeof parts): Said => ({
	sender,
	says: { act: { kind: "chunk", to: idAt(to), index, bytes: parts[part] } },
});

function opened({ sender, says }: Said, n: number): OpenedEvent {
	const at = { cursor: cursorAt(n), id: idAt(n), sender };
	if ("caught" in says) return { type: "caught", ...at };
	if ("act" in says) return { type: "act", ...at, act: says.act, shown: "same" };
	const { text, file, once } = says;
	return { type: "message", ...at, text, ...(file && { file }), ...(once && { once }), shown: "same" };
}

const foldAll = (events: readonly FoldEvent[]): Fold =>
	events.reduce<Fold>((fold, event) => foldEvent(fold, event, 0), emptyFold);
/** Everything is read as it comes, in this order from cursor 1 on. */
const run = (...said: Said[]): Fold => foldAll(said.map((each, index) => opened(each, index + 1)));

/** The messages in short: text, "edited", who reacted. */
const lines = ({ log }: Pick<Fold, "log">) =>
	log.flatMap((entry) => {
		if (entry.type === "withdrawn") return `${entry.sender} took it back`;
		if (entry.type !== "message") return [];
		const reactions = entry.reactions?.map(({ emoji, members }) => `${emoji} ${members.join("+")}`) ?? [];
		const arrived = entry.arrived ? `${entry.arrived} of 2` : [];
		const viewed = entry.viewed ? `viewed by ${entry.viewed.join("+")}` : [];
		return [entry.text, arrived, entry.edited ? "edited" : [], reactions, viewed].flat().join(", ");
	});

describe("a chunk", () => {
	const sent = [announce("ann", "hi"), chunk("ann", 1, 1, "short")];

	test("counts once, with the length its place asks for, and from the author of the file alone", () => {
		expect(lines(run(...sent))).toEqual(["hi, 1 of 2"]);
		expect(lines(run(...sent, chunk("ann", 1, 1, "short"), chunk("ann", 1, 0, "short")))).toEqual(["hi, 1 of 2"]);
		expect(lines(run(...sent, chunk("ben", 1, 0, "long"), chunk("ann", 1, 2, "short")))).toEqual(["hi, 1 of 2"]);
		expect(lines(run(...sent, chunk("ann", 1, 0, "long")))).toEqual(["hi, 2 of 2"]);
	});

	test("stays with a message whose words change, and goes with one that is taken back", () => {
		expect(lines(run(...sent, edit("ann", 1, "ho")))).toEqual(["ho, 1 of 2, edited"]);
		const fold = run(...sent, unsend("ann", 1), chunk("ann", 1, 0, "long"));
		expect(lines(fold)).toEqual(["ann took it back"]);
		expect(fold.deeds).toEqual({});
	});

	test("has its place in the log, without its bytes, and does nothing to words", () => {
		const { log } = run(say("ann", "hi"), chunk("ann", 1, 0, "short"));
		expect(log[0]).not.toHaveProperty("arrived");
		expect(log[1]).toMatchObject({ type: "act", mark: { kind: "chunk", to: idAt(1), index: 0, length: 5 } });
		expect(JSON.stringify(log)).not.toContain("bytes");
	});
});

describe("a reaction", () => {
	test("stands beside the message once for each member, the first first, until it is taken off", () => {
		const given = [say("ann", "hi"), react("ben", 1, "👍"), react("ann", 1, "😂"), react("me", 1, "👍")];
		expect(lines(run(...given))).toEqual(["hi, 👍 ben+me, 😂 ann"]);
		expect(lines(run(...given, react("me", 1, "👍")))).toEqual(["hi, 👍 ben+me, 😂 ann"]);
		expect(lines(run(...given, react("ben", 1, "👍", false)))).toEqual(["hi, 😂 ann, 👍 me"]);
		expect(lines(run(say("ann", "hi"), react("me", 1, "👍"), react("me", 1, "👍", false)))).toEqual(["hi"]);
	});
});

describe("an edit", () => {
	test("puts its author's last words in place of the first, and nobody else's", () => {
		expect(lines(run(say("ann", "hi"), edit("ann", 1, "ho"), edit("ben", 1, "no"), edit("ann", 1, "hey")))).toEqual([
			"hey, edited",
		]);
	});

	test("leaves the page that went with the words, and what they answered", () => {
		const page = { url: "https://a.example/", title: "A" };
		const message: FoldEvent = { ...opened(say("ann", "hi"), 1), page, replyTo: "x" } as FoldEvent;
		const { log } = foldAll([message, opened(edit("ann", 1, "ho"), 2)]);
		expect(log[0]).toMatchObject({ text: "ho", page, replyTo: "x", edited: true });
	});
});

describe("an unsend", () => {
	test("by the author leaves nothing of the message, whatever is done to it later; another's does nothing", () => {
		const fold = run(say("ann", "secret"), react("ben", 1, "👍"), unsend("ann", 1), edit("ann", 1, "again"));
		expect(lines(fold)).toEqual(["ann took it back"]);
		expect(JSON.stringify(fold)).not.toMatch(/secret|again/);
		expect(lines(run(say("ann", "hi"), unsend("ben", 1)))).toEqual(["hi"]);
	});
});

describe("a view", () => {
	test("of a picture that can be viewed once counts once for everybody but its sender, the first one first", () => {
		const seen = [announceOnce("ann", "hi"), view("ben", 1), view("ann", 1), view("me", 1), view("ben", 1)];
		expect(lines(run(...seen))).toEqual(["hi, viewed by ben+me"]);
	});

	test("of anything else does nothing, and of a picture that is taken back nothing stays", () => {
		expect(lines(run(say("ann", "hi"), view("ben", 1)))).toEqual(["hi"]);
		expect(lines(run(announce("ann", "hi"), view("ben", 1)))).toEqual(["hi"]);
		const fold = run(announceOnce("ann", "hi"), view("ben", 1), unsend("ann", 1), view("me", 1));
		expect(lines(fold)).toEqual(["ann took it back"]);
		expect(fold.deeds).toEqual({});
	});

	test("stays with a picture whose words change", () => {
		expect(lines(run(announceOnce("ann", "hi"), view("ben", 1), edit("ann", 1, "ho")))).toEqual([
			"ho, edited, viewed by ben",
		]);
	});
});

test("an act upon what is not there, is none, or comes only later is harmless and has its place", () => {
	const fold = run(react("me", 9, "👍"), unsend("ann", 3), say("ann", "hi"), edit("ann", 1, "x"), unsend("me", 2));
	expect(lines(fold)).toEqual(["hi"]);
	expect(fold.log.map(({ type }) => type)).toEqual(["act", "act", "message", "act", "act"]);
	expect(fold.deeds).toEqual({});
});

describe("in any order of the keys", () => {
	const anyone = fc.oneof({ weight: 2, arbitrary: fc.constant("ann" as const) }, fc.constantFrom(...people));
	// Few of each, so that what is done meets: the same message, by the same member, more than once.
	const place = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 2 }) }, fc.integer({ min: 3, max: 12 }));
	const emoji = fc.constantFrom("👍", "😂");
	const anySaid: fc.Arbitrary<Said> = fc.oneof(
		{ weight: 4, arbitrary: fc.record({ sender: anyone, text: fc.string() }).map((s) => say(s.sender, s.text)) },
		{ weight: 1, arbitrary: anyone.map((sender): Said => ({ sender, says: { caught: true } })) },
		{
			weight: 5,
			arbitrary: fc.tuple(anyone, place, emoji, fc.boolean()).map(([who, to, what, on]) => react(who, to, what, on)),
		},
		{ weight: 5, arbitrary: fc.tuple(anyone, place, fc.string({ minLength: 1 })).map((each) => edit(...each)) },
		{ weight: 1, arbitrary: fc.tuple(anyone, place).map((each) => unsend(...each)) },
		{ weight: 2, arbitrary: fc.record({ sender: anyone, text: fc.string() }).map((s) => announce(s.sender, s.text)) },
		{
			weight: 2,
			arbitrary: fc.record({ sender: anyone, text: fc.string() }).map((s) => announceOnce(s.sender, s.text)),
		},
		{ weight: 5, arbitrary: fc.tuple(anyone, place).map((each) => view(...each)) },
		{
			weight: 5,
			arbitrary: fc
				.tuple(anyone, place, fc.nat({ max: 2 }), fc.constantFrom("long" as const, "short" as const))
				.map((each) => chunk(...each)),
		},
	);
	/** What is said; behind it, in an order of their own, the keys come that some of it had to wait for. */
	const talk = fc.record({
		said: fc
			.array(anySaid, { maxLength: 22 })
			.map((rest) => [announceOnce("ann", "first"), say("me", "second"), ...rest]),
		/** Of each, by which of the late keys it is read; 0: it is read as it comes. */
		keys: fc.array(fc.nat({ max: 4 }), { minLength: 24, maxLength: 24 }),
		order: fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4, maxLength: 4 }),
	});
	const handed = (n: number, openedNow: readonly OpenedEvent[]): FoldEvent => ({
		...{ type: "handed", cursor: cursorAt(n), id: idAt(n), sender: "ann", epoch: 1, to: ["me"], shown: "same" },
		opened: openedNow,
	});

	function inOrder({ said }: { said: Said[] }): FoldEvent[] {
		const keys = [1, 2, 3, 4].map((_, index) => handed(said.length + 1 + index, []));
		return [...said.map((each, index) => opened(each, index + 1)), ...keys];
	}
	function late({ said, keys, order }: { said: Said[]; keys: number[]; order: number[] }): FoldEvent[] {
		const all = said.map((each, index) => opened(each, index + 1));
		const first = said.map((each, index): FoldEvent => {
			const n = index + 1;
			if (keys[index] === 0) return opened(each, n);
			return { type: "sealed", cursor: cursorAt(n), id: idAt(n), sender: each.sender, epoch: 1 };
		});
		const behind = order.map((key, index) =>
			handed(
				said.length + 1 + index,
				all.filter((_, at) => keys[at] === key),
			),
		);
		return [...first, ...behind];
	}

	test("what is read late comes to the same as what is read at once", () => {
		fc.assert(
			fc.property(talk, (each) => {
				expect(foldAll(late(each))).toEqual(foldAll(inOrder(each)));
			}),
			{ numRuns: 2_000 },
		);
	});

	test("so does what comes twice, is replayed after a reset, or is counted as unread", () => {
		const live = (events: readonly RoomEvent[]) =>
			events.reduce<RoomState>(reduce, liveState({ me: "me" })) as LiveState;
		fc.assert(
			fc.property(talk, fc.nat(), (each, cut) => {
				const events = late(each);
				const at = cut % (events.length + 1);
				const connected: RoomEvent = { type: "connected", cursor: events.at(-1)?.cursor ?? "", expiresAt: 1_600_000 };
				const plain = live([connected, ...inOrder(each)]);
				const twice = live([connected, ...events.slice(0, at), ...events.slice(Math.max(0, at - 5))]);
				const again = live([connected, ...events.slice(0, at), { type: "reset" }, connected, ...events]);
				for (const state of [twice, again]) {
					expect(state.log).toEqual(plain.log);
					expect(state.unreadCount).toBe(plain.unreadCount);
				}
			}),
		);
	});

	test("is what a plain reading of the whole talk gives", () => {
		fc.assert(
			fc.property(talk, (each) => {
				const expected = each.said.flatMap(({ sender, says }, index) =>
					"text" in says ? plainly(each.said, index, { sender, ...says }) : [],
				);
				expect(lines(foldAll(late(each)))).toEqual(expected);
			}),
			{ numRuns: 500 },
		);
	});

	/** One message by what follows it, told the long way. */
	function plainly(
		said: Said[],
		index: number,
		{ sender, text, file, once }: { sender: Member; text: string; file?: SharedFile; once?: true },
	): string {
		const upon = said
			.slice(index + 1)
			.flatMap(({ sender: by, says }) =>
				"act" in says && says.act.to === idAt(index + 1) ? [{ by, act: says.act }] : [],
			);
		const own = upon.filter(({ by }) => by === sender).map(({ act }) => act);
		if (own.some(({ kind }) => kind === "unsend")) return `${sender} took it back`;
		const edits = own.flatMap((act) => (act.kind === "edit" ? [act.text] : []));
		const standing = upon.filter(({ by, act }, at) => {
			if (act.kind !== "reaction" || !act.on) return false;
			return !upon
				.slice(at + 1)
				.some((later) => later.by === by && later.act.kind === "reaction" && later.act.emoji === act.emoji);
		});
		const emojis = [...new Set(standing.map(({ act }) => (act.kind === "reaction" ? act.emoji : "")))];
		const shown = emojis.map((one) => {
			const by = standing.filter(({ act }) => act.kind === "reaction" && act.emoji === one).map((each) => each.by);
			return `${one} ${by.join("+")}`;
		});
		const fits = (act: Deed) =>
			act.kind === "chunk" && act.bytes.length === [chunkBytes, 5][act.index] ? [act.index] : [];
		const here = file ? new Set(own.flatMap(fits)).size : 0;
		const arrived = here > 0 ? `${here} of 2` : [];
		const viewers = new Set(upon.filter(({ by, act }) => act.kind === "viewed" && by !== sender).map(({ by }) => by));
		const viewed = once && viewers.size > 0 ? `viewed by ${[...viewers].join("+")}` : [];
		return [edits.at(-1) ?? text, arrived, edits.length > 0 ? "edited" : [], shown, viewed].flat().join(", ");
	}
});

const messageOf = ({ log }: Fold) => log[0] as Extract<LogEntry, { type: "message" }>;

describe("what is on its way", () => {
	const message = messageOf(run(say("me", "hi"), react("ann", 1, "👍")));
	const waiting = (...acts: Act[]): Unsent[] =>
		acts.map((act, n) => ({ id: `a${n}`, act, writtenAt: 0, state: { name: "waiting" } }));
	const shown = (...acts: Act[]) => {
		const after = withUnsent(message, waiting(...acts), "me");
		return after === "withdrawn" ? after : lines({ log: [after] })[0];
	};

	test("is shown as it will be, in its order", () => {
		const to = idAt(1);
		const like = (on: boolean): Act => ({ kind: "reaction", to, emoji: "👍", on });
		expect(shown(like(true))).toBe("hi, 👍 ann+me");
		expect(shown(like(true), like(false))).toBe("hi, 👍 ann");
		expect(shown({ kind: "edit", to, text: "ho" }, { kind: "reaction", to, emoji: "😂", on: true })).toBe(
			"ho, edited, 👍 ann, 😂 me",
		);
		expect(shown(like(true), { kind: "unsend", to })).toBe("withdrawn");
		expect(shown({ kind: "unsend", to: idAt(2) })).toBe("hi, 👍 ann");
		const refused: Unsent[] = waiting({ kind: "unsend", to }).map((each) => ({
			...each,
			state: { name: "failed", cause: "room-storage-full" },
		}));
		expect(withUnsent(message, refused, "me")).toBe(message);
	});

	test("counts as a view from the first moment, and when it is refused", () => {
		const picture = messageOf(run(announceOnce("ann", "hi"), view("ben", 1)));
		const act: Act = { kind: "viewed", to: idAt(1) };
		for (const state of [{ name: "waiting" }, { name: "failed", cause: "refused" }] as const) {
			const after = withUnsent(picture, [{ id: "a", act, writtenAt: 0, state }], "me");
			expect(after).toMatchObject({ viewed: ["ben", "me"] });
		}
	});

	test("leaves the unsent when it comes back on the stream, and stays through a reset until then", () => {
		const act: Act = { kind: "reaction", to: idAt(1), emoji: "👍", on: true };
		const written: RoomEvent = { type: "written", id: idAt(2), act, writtenAt: 0, state: { name: "sending" } };
		const events = [opened(say("ann", "hi"), 1), opened(react("me", 1, "👍"), 2)];
		const before = liveState({ me: "me" });
		const sent = [written, ...events].reduce<RoomState>(reduce, before) as LiveState;
		expect(sent.unsent).toEqual([]);
		const connected: RoomEvent = { type: "connected", cursor: cursorAt(3), expiresAt: 1_600_000 };
		const during = [written, { type: "reset" } as const, connected, ...events].reduce<RoomState>(reduce, before);
		expect((during as LiveState).unsent).toHaveLength(1);
		const after = reduce(during, opened(say("ann", "ho"), 3)) as LiveState;
		expect(after.unsent).toEqual([]);
		expect(lines(after)).toEqual(["hi, 👍 me", "ho"]);
	});

	test("is sealed as it was meant", () => {
		expect(payloadOf({ act: { kind: "unsend", to: idAt(1) } })).toEqual({ kind: "unsend", to: idAt(1) });
	});
});

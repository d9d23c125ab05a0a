import { afterEach, beforeEach, expect, test } from "vitest";
import type { Act } from "../room/acts.ts";
import { noDraft } from "../room/state.ts";
import { type BadNetwork, createBadNetwork } from "./testing/bad-network.ts";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

let server: TestServer;
let network: BadNetwork;
let ann: Person;
let ben: Person;
let roomId: string;

beforeEach(async () => {
	server = await startTestServer();
	network = await createBadNetwork(server.origin);
	// Ann comes by a network that can be cut.
	ann = createPerson({ server: network.origin });
	ben = createPerson({ server: server.origin });
	({ roomId } = await meet(ann, ben));
});
afterEach(async () => {
	sendAllHome();
	await network.close();
	await server.close();
});

/** The messages as they stand: text, "edited", what they answer, who reacted. */
const lines = (who: Person) =>
	who.live(roomId).log.flatMap((entry) => {
		if (entry.type === "withdrawn") return "taken back";
		if (entry.type !== "message") return [];
		const reactions = entry.reactions?.map(({ emoji, members }) => `${emoji} ${members.length}`) ?? [];
		return [entry.text, entry.edited ? "edited" : [], entry.replyTo ? "reply" : [], reactions].flat().join(", ");
	});
const both = (...wanted: string[]) =>
	Promise.all(
		[ann, ben].map((who) =>
			who.until(() => JSON.stringify(lines(who)) === JSON.stringify(wanted) && who.live(roomId).unsent.length === 0),
		),
	);
const idOf = (who: Person, text: string) => {
	const found = who.live(roomId).log.find((entry) => entry.type === "message" && entry.text === text);
	if (found?.type !== "message") throw new Error(`nobody said ${text}`);
	return found.id;
};
const act = (who: Person, done: Act) => who.do({ type: "act", roomId, act: done });
const sends = () => network.calls.filter(({ line }) => /^POST .*\/messages$/.test(line));

test("two people reply, react, edit and take back, and both see the same", async () => {
	await ann.do({ type: "send", roomId, text: "hi" });
	await both("hi");
	const to = idOf(ben, "hi");
	await ben.do({ type: "send", roomId, text: "hi yourself", replyTo: to });
	await act(ben, { kind: "reaction", to, emoji: "👍", on: true });
	await act(ann, { kind: "reaction", to, emoji: "👍", on: true });
	await both("hi, 👍 2", "hi yourself, reply");
	await act(ann, { kind: "edit", to, text: "hello" });
	await act(ben, { kind: "reaction", to, emoji: "👍", on: false });
	await both("hello, edited, 👍 1", "hi yourself, reply");
	await act(ann, { kind: "unsend", to });
	await both("taken back", "hi yourself, reply");
	expect(JSON.stringify(ben.live(roomId).log)).not.toContain("hello");
});

test("nobody changes or takes back another's message, whatever their browser sends", async () => {
	await ann.do({ type: "send", roomId, text: "hi" });
	await both("hi");
	const to = idOf(ben, "hi");
	await act(ben, { kind: "edit", to, text: "bye" });
	await act(ben, { kind: "unsend", to });
	await ben.do({ type: "send", roomId, text: "then" });
	await both("hi", "then");
	// It was not even sent.
	expect(ben.live(roomId).log.some(({ type }) => type === "act")).toBe(false);
});

test("only words are new: reactions, edits and what was taken back are not counted", async () => {
	await ben.do({ type: "send", roomId, text: "hi" });
	await both("hi");
	const newest = ann.live(roomId).log.at(-1)?.cursor ?? "";
	await ann.do({ type: "read", roomId, cursor: newest });
	await ben.do({ type: "send", roomId, text: "ho" });
	await ann.until(() => ann.live(roomId).unreadCount === 1);
	await act(ben, { kind: "reaction", to: idOf(ben, "hi"), emoji: "😂", on: true });
	await act(ben, { kind: "edit", to: idOf(ben, "hi"), text: "hey" });
	await both("hey, edited, 😂 1", "ho");
	expect(ann.live(roomId).unreadCount).toBe(1);
	await act(ben, { kind: "unsend", to: idOf(ben, "ho") });
	await both("hey, edited, 😂 1", "taken back");
	expect(ann.live(roomId).unreadCount).toBe(0);
});

test("what is done offline waits, outlives the worker, and arrives once, in its order", async () => {
	await ann.do({ type: "send", roomId, text: "hi" });
	await both("hi");
	const to = idOf(ann, "hi");
	network.cut();
	await ann.until(() => ann.live(roomId).connection.name !== "open");
	await act(ann, { kind: "reaction", to, emoji: "👍", on: true });
	await act(ann, { kind: "reaction", to, emoji: "👍", on: false });
	await act(ann, { kind: "reaction", to, emoji: "🙏", on: true });
	await act(ann, { kind: "edit", to, text: "hello" });
	await ann.do({ type: "send", roomId, text: "then", replyTo: to });
	expect(ann.live(roomId).unsent.map((each) => each.act?.kind ?? each.text)).toEqual([
		...["reaction", "reaction", "reaction", "edit", "then"],
	]);
	ann = ann.restart();
	await ann.until(() => ann.room(roomId)?.phase === "live");
	network.mend();
	await ann.do({ type: "reconnect" });
	await both("hello, edited, 🙏 1", "then, reply");
	const acts = ben.live(roomId).log.flatMap((entry) => (entry.type === "act" ? [entry.mark.kind] : []));
	expect(acts).toEqual(["reaction", "reaction", "reaction", "edit"]);
});

test("an act whose answer is lost, or that is asked for twice, is done once", async () => {
	await ann.do({ type: "send", roomId, text: "hi" });
	await both("hi");
	network.loseAnswers(/^POST .*\/messages$/, 2);
	const asked = { type: "act", roomId, id: "a".repeat(21) } as const;
	const done: Act = { kind: "reaction", to: idOf(ann, "hi"), emoji: "👀", on: true };
	await Promise.all([ann.do({ ...asked, act: done }), ann.do({ ...asked, act: done })]);
	await both("hi, 👀 1");
	await ann.do({ ...asked, act: done });
	expect(ben.live(roomId).log.filter(({ type }) => type === "act")).toHaveLength(1);
	expect(new Set(sends().map(({ body }) => body)).size).toBe(2 + 1);
});

test("what a message answers and an edit under way are kept with the draft, and go when they are sent", async () => {
	await ann.do({ type: "send", roomId, text: "hi" });
	await both("hi");
	const to = idOf(ann, "hi");
	await ann.do({ type: "draft", roomId, text: "half", replyTo: to });
	await ann.do({ type: "draft", roomId, edit: { to, text: "hel" } });
	const kept = { ...noDraft, text: "half", replyTo: to, edit: { to, text: "hel" } };
	expect(ann.live(roomId).draft).toEqual(kept);
	ann = ann.restart();
	await ann.until(() => ann.room(roomId)?.phase === "live");
	expect(ann.live(roomId).draft).toEqual(kept);
	await ann.until(() => ann.live(roomId).caughtUp);
	await act(ann, { kind: "edit", to, text: "hello" });
	expect(ann.live(roomId).draft).toEqual({ ...kept, edit: null });
	await ann.do({ type: "send", roomId, text: "half", replyTo: to });
	await both("hello, edited", "half, reply");
	expect(ann.live(roomId).draft).toEqual(noDraft);
	await ann.do({ type: "draft", roomId, edit: { to, text: "hell" } });
	await act(ann, { kind: "unsend", to });
	expect(ann.live(roomId).draft).toEqual(noDraft);
	await ann.do({ type: "leave", roomId });
	expect(JSON.stringify(await ann.storage.all())).not.toContain("hell");
});

test("an act that no message holds is refused, and leaves nothing", async () => {
	await ann.do({ type: "send", roomId, text: "hi" });
	await both("hi");
	const to = idOf(ann, "hi");
	const words = await ann.rooms.do({ type: "act", roomId, act: { kind: "reaction", to, emoji: "hello", on: true } });
	expect(words).toEqual({ ok: false, code: "invalid-field" });
	const long = await ann.rooms.do({ type: "act", roomId, act: { kind: "edit", to, text: "永".repeat(5_000) } });
	expect(long).toEqual({ ok: false, code: "body-too-large" });
	expect(ann.live(roomId).unsent).toEqual([]);
});

test("a later edit takes the place of one that was refused", async () => {
	await ann.do({ type: "send", roomId, text: "hi" });
	await both("hi");
	const to = idOf(ann, "hi");
	const full = JSON.stringify({ code: "room-storage-full", title: "full", status: 409, type: "about:blank" });
	network.answer(/^POST .*\/messages$/, 409, "application/problem+json", full);
	await act(ann, { kind: "edit", to, text: "refused" });
	await act(ann, { kind: "reaction", to, emoji: "👍", on: true });
	await ann.until(() => ann.live(roomId).unsent.every(({ state }) => state.name === "failed"));
	network.mend();
	await act(ann, { kind: "edit", to, text: "taken" });
	await ben.until(() => lines(ben)[0] === "taken, edited");
	await ann.until(() => ann.live(roomId).unsent.length === 1);
	expect(ann.live(roomId).unsent[0]?.act?.kind).toBe("reaction");
});

test("an act that the server refuses is kept as it is, to be tried again or discarded", async () => {
	await ann.do({ type: "send", roomId, text: "hi" });
	await both("hi");
	const to = idOf(ann, "hi");
	const full = JSON.stringify({ code: "room-storage-full", title: "full", status: 409, type: "about:blank" });
	network.answer(/^POST .*\/messages$/, 409, "application/problem+json", full);
	for (const emoji of ["👍", "👀"]) await act(ann, { kind: "reaction", to, emoji, on: true });
	await ann.until(() => ann.live(roomId).unsent.every(({ state }) => state.name === "failed"));
	const [first, second] = ann.live(roomId).unsent;
	expect(first?.act).toEqual({ kind: "reaction", to, emoji: "👍", on: true });
	network.mend();
	await ann.do({ type: "retry", roomId, id: first?.id ?? "" });
	await ann.do({ type: "discard", roomId, id: second?.id ?? "" });
	await both("hi, 👍 1");
});

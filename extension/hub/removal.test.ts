import { afterEach, beforeEach, expect, test } from "vitest";
import { importIdentity } from "../crypto/identity.ts";
import { deriveRoomKeys } from "../crypto/keys.ts";
import { createHistory } from "../room/history.ts";
import { createOpener } from "../room/opening.ts";
import { createSenderKeys } from "../room/sender-keys.ts";
import type { FoldEvent } from "../room/state.ts";
import { createSseTransport } from "../room/stream/sse.ts";
import type { StoredEvent, Transport } from "../room/stream/transport.ts";
import { systemTime } from "../room/time.ts";
import { linkOf } from "./entrance.ts";
import { type BadNetwork, createBadNetwork } from "./testing/bad-network.ts";
import { createPerson, meet, type Person, sendAllHome, textsOf } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

let server: TestServer;
let network: BadNetwork;
let ann: Person;
let ben: Person;
let cat: Person;
/** Every event that the server sent to Ann, as it came. */
let recorded: StoredEvent[];

beforeEach(async () => {
	server = await startTestServer({ rateLimits: false });
	network = await createBadNetwork(server.origin);
	recorded = [];
	ann = createPerson({ server: network.origin, options: { transportTo: recording } });
	[ben, cat] = [0, 1].map(() => createPerson({ server: server.origin })) as [Person, Person];
});
afterEach(async () => {
	sendAllHome();
	await network.close();
	await server.close();
});

/** Ann's way to the server, with somebody who listens. */
function recording(to: string): Transport {
	const transport = createSseTransport({ server: to, fetch, time: systemTime });
	return {
		open(request, listener) {
			return transport.open(request, {
				...listener,
				frame(frame) {
					if ("event" in frame && frame.event !== "chat.destroy") recorded.push(frame);
					listener.frame(frame);
				},
			});
		},
	};
}

const say = (who: Person, roomId: string, text: string) => who.do({ type: "send", roomId, text });
const here = (who: Person, roomId: string) =>
	who
		.live(roomId)
		.people.filter((person) => person.here)
		.map(({ name }) => name);
const removals = () => network.calls.filter(({ line }) => /^DELETE .*\/members\/(?!me$)/.test(line));

/** Ann, Ben and Cat in Ann's room, each in sight of the others. */
async function threeMeet(): Promise<{ roomId: string; link: string; remove: () => Promise<unknown> }> {
	const { roomId, link } = await meet(ann, ben, { capacity: 3 });
	await cat.do({ type: "invite", link: link.replace(network.origin, server.origin) });
	await cat.do({ type: "join", roomId, name: "Cat" });
	await Promise.all([ann, ben, cat].map((who) => who.until(() => here(who, roomId).length === 3)));
	const memberId = cat.live(roomId).me;
	return { roomId, link, remove: () => ann.do({ type: "remove", roomId, memberId }) };
}

/** What a member's own client makes of these events, and of nothing else but its keys and the link. */
async function openAll(link: string, seat: string, events: readonly StoredEvent[]): Promise<FoldEvent[]> {
	const { roomId } = linkOf(link);
	const keys = await deriveRoomKeys(linkOf(link));
	const identity = await importIdentity(JSON.parse(seat).seat.identity);
	const parts = { senderKeys: createSenderKeys({ keys, roomId }), history: createHistory() };
	const opener = createOpener({ keys, roomId, identity, ...parts });
	const opened: FoldEvent[] = [];
	for (const event of events) opened.push(await opener.open(event));
	return opened;
}

test("who was removed opens nothing written after, with link, keys and all that ever travelled", async () => {
	const { roomId, link, remove } = await threeMeet();
	await say(ann, roomId, "with Cat");
	await say(ben, roomId, "also with Cat");
	const both = ["with Cat", "also with Cat"];
	await cat.until(() => both.every((text) => textsOf(cat.room(roomId)).includes(text)));
	const seat = String((await cat.storage.all())[`room/${roomId}`]);
	await remove();
	await Promise.all([ann, ben].map((who) => who.until(() => here(who, roomId).length === 2)));
	await say(ann, roomId, "without Cat");
	await say(ben, roomId, "also without Cat");
	for (const who of [ann, ben]) {
		await who.until(() => textsOf(who.room(roomId)).filter((text) => text.includes("without")).length === 2);
	}
	await cat.until(() => cat.room(roomId)?.phase === "ended");
	expect(cat.room(roomId)).toMatchObject({ reason: "removed", byMe: false });
	expect(JSON.stringify(await cat.storage.all())).not.toContain("Seed");

	const events = await openAll(link, seat, recorded);
	const read = events.flatMap((event) => (event.type === "message" ? [event.text] : []));
	expect(read.toSorted()).toEqual(both.toSorted());
	expect(events.filter(({ type }) => type === "sealed")).toHaveLength(2);
	// The same events and Ann's seat open it: what keeps Cat out is that nobody hands her a key.
	const anns = await openAll(link, String((await ann.storage.all())[`room/${roomId}`]), recorded);
	expect(anns.some((event) => event.type === "message" && event.text === "also without Cat")).toBe(true);
});

test("what is written once a removal is answered is not for the removed, though no stream has told of it yet", async () => {
	const { roomId, link, remove } = await threeMeet();
	await say(ann, roomId, "with Cat");
	await Promise.all([ben, cat].map((who) => who.reads(roomId, ["with Cat"])));
	const seat = String((await cat.storage.all())[`room/${roomId}`]);
	network.stallStreams();
	await remove();
	expect(here(ann, roomId)).toEqual(["Ann", "Ben"]);
	await say(ann, roomId, "without Cat");
	await ben.reads(roomId, ["with Cat", "without Cat"]);
	await ann.do({ type: "reconnect" });
	await ann.reads(roomId, ["with Cat", "without Cat"]);
	const events = await openAll(link, seat, recorded);
	expect(events.flatMap((event) => (event.type === "message" ? [event.text] : []))).toEqual(["with Cat"]);
	expect(ann.live(roomId).log.filter(({ type }) => type === "left")).toHaveLength(1);
});

test("a removal whose answer was lost is done once; asked for again it changes nothing", async () => {
	const { roomId, remove } = await threeMeet();
	network.loseAnswers(/^DELETE/, 1);
	await remove();
	expect(removals()).toHaveLength(2);
	await remove();
	await ben.until(() => here(ben, roomId).length === 2);
	expect(ben.live(roomId).log.filter(({ type }) => type === "left")).toEqual([
		expect.objectContaining({ reason: "removed" }),
	]);
});

test("nobody but the starter removes, and a removal that could not be done leaves all as it was", async () => {
	const { roomId, remove } = await threeMeet();
	const memberId = cat.live(roomId).me;
	expect(await ben.rooms.do({ type: "remove", roomId, memberId })).toEqual({ ok: false, code: "not-allowed" });
	network.cut();
	expect(await ann.rooms.do({ type: "remove", roomId, memberId })).toEqual({ ok: false, code: "unreachable" });
	for (const who of [ann, ben, cat]) expect(here(who, roomId)).toEqual(["Ann", "Ben", "Cat"]);
	network.mend();
	await ann.do({ type: "reconnect" });
	await remove();
	await cat.until(() => cat.room(roomId)?.phase === "ended");
});

import { beforeAll, expect, test } from "vitest";
import type { UserEvent } from "../../backend/protocol/events.ts";
import { sealAppointment } from "../crypto/appointment.ts";
import { createIdentity, type Identity } from "../crypto/identity.ts";
import { deriveRoomKeys, type RoomKeys } from "../crypto/keys.ts";
import { newLink } from "../crypto/link.ts";
import { epochZeroKey, handshakeKey, sealKeys, sealMessage } from "../crypto/message.ts";
import { sealProfile } from "../crypto/profile.ts";
import { newMessageId, secureRandom as random } from "../crypto/random.ts";
import { newSenderKey, senderMessageKey, wrapSenderKey } from "../crypto/sender-key.ts";
import { createHistory } from "./history.ts";
import { createOpener } from "./opening.ts";
import { createSenderKeys } from "./sender-keys.ts";

const link = newLink("https://chat.example.org", random);
const { roomId } = link;
let keys: RoomKeys;
let ann: Identity;
let ben: Identity;

beforeAll(async () => {
	keys = await deriveRoomKeys(link);
	[ann, ben] = await Promise.all([createIdentity(random), createIdentity(random)]);
});

const event = <Event extends UserEvent["event"]>(n: number, name: Event, data: object) =>
	({ id: `${n}-${n}`, channel: roomId, event: name, data }) as Exclude<UserEvent, { event: "chat.destroy" }>;
const profileOf = (identity: Identity, name: string) => sealProfile({ keys, roomId, identity, name, random });
const joined = (n: number, memberId: string, profile: string) => event(n, "room.joined", { memberId, profile });

function openerOf(reader: Identity) {
	const senderKeys = createSenderKeys({ keys, roomId });
	return createOpener({ keys, roomId, identity: reader, senderKeys, history: createHistory() });
}

async function message(
	n: number,
	by: Identity,
	content: unknown,
	{ sender = by.memberId, id = newMessageId(random) } = {},
) {
	const text = await sealMessage({ under: epochZeroKey(keys), roomId, identity: by, id, payload: content, random });
	return event(n, "chat.message", { id, sender, text, roomId, timestamp: n });
}

async function readAll(events: Exclude<UserEvent, { event: "chat.destroy" }>[]) {
	const { open } = openerOf(ben);
	// All at once, as a replay brings them: the profiles are not open yet when the messages come.
	const opened = await Promise.all(events.map((each) => open(each)));
	return opened.map((each) => (each.type === "message" ? each.text : each.type === "joined" ? each.name : each.type));
}

const hi = { kind: "text", text: "hi" };
const page = { url: "https://bakery.example/#:~:text=open", title: "Opening hours", quote: "Open till six." };

test("names and words come out, though messages arrive while their sender's profile is still being opened", async () => {
	const [annIn, benIn] = [await profileOf(ann, "Ann"), await profileOf(ben, "Ben")];
	const events = [
		joined(1, ann.memberId, annIn),
		await message(2, ann, hi),
		joined(3, ben.memberId, benIn),
		await message(4, ben, { kind: "text", text: "ho" }),
	];
	expect(await readAll(events)).toEqual(["Ann", "hi", "Ben", "ho"]);
});

test("that a member hands the room on is its own signed word for that one member; the server can change nothing of it", async () => {
	const { open } = openerOf(ben);
	const since = "1-1";
	const appointment = { to: ben.memberId, since };
	const body = await sealAppointment({ keys, roomId, identity: ann, appointment, random });
	const handsOn = (n: number, by: string, memberId: string) => event(n, "room.starter", { memberId, by, body });
	await open(joined(1, ann.memberId, await profileOf(ann, "Ann")));
	await open(joined(2, ben.memberId, await profileOf(ben, "Ben")));
	const said = { type: "appointed", by: ann.memberId, memberId: ben.memberId };
	expect(await open(handsOn(3, ann.memberId, ben.memberId))).toEqual({ ...said, cursor: "3-3", since });
	const lies = [
		handsOn(4, ann.memberId, ann.memberId),
		handsOn(5, ben.memberId, ben.memberId),
		handsOn(6, "nobody".padEnd(22, "_"), ben.memberId),
	];
	for (const lie of lies) expect(await open(lie)).toMatchObject({ type: "appointed", since: null });
});

test("a message in another's name, from somebody unknown, or under another id is caught", async () => {
	const ours = await message(3, ann, hi);
	const moved = { ...ours, data: { ...ours.data, id: newMessageId(random) } } as typeof ours;
	const events = [
		joined(1, ann.memberId, await profileOf(ann, "Ann")),
		await message(2, ben, hi, { sender: ann.memberId }),
		moved,
		await message(4, ben, hi),
	];
	expect(await readAll(events)).toEqual(["Ann", "caught", "caught", "caught"]);
});

test("a seat with another's profile, or with nonsense, has no name and no voice", async () => {
	const events = [
		joined(1, ben.memberId, await profileOf(ann, "Ann")),
		await message(2, ben, hi),
		joined(3, ann.memberId, "AAAA"),
		await message(4, ann, hi),
	];
	expect(await readAll(events)).toEqual([null, "caught", null, "caught"]);
});

test("a profile that does not open takes nobody's good name away", async () => {
	const events = [
		joined(1, ann.memberId, await profileOf(ann, "Ann")),
		joined(2, ann.memberId, "AAAA"),
		await message(3, ann, hi),
	];
	expect(await readAll(events)).toEqual(["Ann", null, "hi"]);
});

test("what a newer version says is passed over, what no version may say is caught", async () => {
	const events = [
		joined(1, ann.memberId, await profileOf(ann, "Ann")),
		await message(2, ann, { kind: "drawing", lines: [] }),
		await message(3, ann, { kind: "text", text: "" }),
		await message(4, ann, "hi"),
	];
	expect(await readAll(events)).toEqual(["Ann", "skipped", "caught", "caught"]);
});

test("a page comes out as its sender wrote it; what stands beside it of a newer version does not", async () => {
	const { open } = openerOf(ben);
	await open(joined(1, ann.memberId, await profileOf(ann, "Ann")));
	const content = { ...hi, text: "", page: { ...page, colour: "red" }, later: "x" };
	const opened = await open(await message(2, ann, content));
	expect(opened).toEqual({
		type: "message",
		cursor: "2-2",
		id: expect.any(String),
		sender: ann.memberId,
		text: "",
		page,
		shown: "unknown",
	});
});

test("a page that is no web page, or that no browser of ours would make, is caught with its message", async () => {
	const bad = [
		...["javascript:alert(1)", "data:text/html,<b>", "blob:https://a.example/1", "file:///etc/passwd", "", "/r"].map(
			(url) => ({ ...page, url }),
		),
		...["https://bank.example@evil.example/", "https://a.example/\nb", `https://a.example/${"a".repeat(2_048)}`].map(
			(url) => ({ ...page, url }),
		),
		{ ...page, title: "x".repeat(301) },
		{ ...page, quote: "x".repeat(2_001) },
		{ ...page, quote: "" },
		{ title: "Nowhere" },
		"https://a.example/",
		null,
	];
	const events = [joined(1, ann.memberId, await profileOf(ann, "Ann"))];
	for (const [at, each] of bad.entries()) events.push(await message(at + 2, ann, { ...hi, page: each }));
	expect(await readAll(events)).toEqual(["Ann", ...bad.map(() => "caught")]);
});

/** A message of `by` sealed under a sender key, and the handover of that key to `to`. */
async function sealedBy(by: Identity, epoch: number, key = newSenderKey(random)) {
	const under = await senderMessageKey({ keys, roomId, memberId: by.memberId, epoch }, key);
	return {
		async said(n: number, text: string) {
			const id = newMessageId(random);
			const sealed = await sealMessage({ under, roomId, identity: by, id, payload: { kind: "text", text }, random });
			return event(n, "chat.message", { id, sender: by.memberId, text: sealed, roomId, timestamp: n });
		},
		async handed(n: number, to: readonly Identity[], content: object = {}) {
			const id = newMessageId(random);
			const wraps = to.map(async ({ memberId, box }) => {
				const receiver = { memberId, boxKey: box.publicKey };
				return [memberId, await wrapSenderKey({ keys, roomId, epoch, from: by, to: receiver, random }, key)];
			});
			const payload = { kind: "keys", epoch, wraps: await Promise.all(wraps), ...content };
			const text = await sealKeys({ under: handshakeKey(keys), roomId, identity: by, id, payload, random });
			return event(n, "chat.message", { id, sender: by.memberId, text, roomId, timestamp: n });
		},
	};
}

test("what is sealed under a sender key opens for whom it was handed to, though all comes at once", async () => {
	const own = await sealedBy(ann, 1);
	const events = [
		joined(1, ann.memberId, await profileOf(ann, "Ann")),
		await own.handed(2, [ben]),
		await own.said(3, "hi"),
		await own.said(4, "ho"),
	];
	expect(await readAll(events)).toEqual(["Ann", "handed", "hi", "ho"]);
	const { open } = openerOf(await createIdentity(random));
	const stranger = await Promise.all(events.map((each) => open(each)));
	expect(stranger.map(({ type }) => type)).toEqual(["joined", "handed", "sealed", "sealed"]);
});

test("what is sealed opens though its key came with one handover and another of the same key, to others, came later", async () => {
	const [own, cat] = [await sealedBy(ann, 1), await createIdentity(random)];
	const events = [
		joined(1, ann.memberId, await profileOf(ann, "Ann")),
		await own.handed(2, [ben]),
		await own.handed(3, [cat]),
		await own.said(4, "hi"),
	];
	// The one that is not for ben is read sooner, for there is no box in it to open.
	for (let round = 0; round < 20; round++) expect(await readAll(events)).toEqual(["Ann", "handed", "handed", "hi"]);
});

test("what came before its key opens with it, in its own place", async () => {
	const own = await sealedBy(ann, 2);
	const events = [
		joined(1, ann.memberId, await profileOf(ann, "Ann")),
		await own.said(2, "hi"),
		await own.said(3, "ho"),
		await own.handed(4, [ben]),
		await own.said(5, "ha"),
	];
	const { open } = openerOf(ben);
	const [, first, second, handover, last] = await Promise.all(events.map((each) => open(each)));
	expect([first?.type, second?.type]).toEqual(["sealed", "sealed"]);
	expect(handover).toMatchObject({
		...{ type: "handed", sender: ann.memberId, epoch: 2, to: [ben.memberId] },
		opened: [
			{ type: "message", cursor: "2-2", text: "hi" },
			{ type: "message", cursor: "3-3", text: "ho" },
		],
	});
	expect(last).toMatchObject({ type: "message", text: "ha" });
});

test("a handover in another's name, of another's key, of a shape that is none, or with a box that is not for me is caught", async () => {
	const [byAnn, byBen] = [await sealedBy(ann, 1), await sealedBy(ben, 1)];
	const swapped = await byAnn.handed(4, [ben], { epoch: 2 });
	const strange = await byBen.handed(5, [ann]);
	const claimed = { ...strange, data: { ...strange.data, sender: ann.memberId } } as typeof strange;
	const events = [
		joined(1, ann.memberId, await profileOf(ann, "Ann")),
		joined(2, ben.memberId, await profileOf(ben, "Ben")),
		await byAnn.handed(3, [], { wraps: [] }),
		swapped,
		claimed,
		await byAnn.handed(6, [ben], { wraps: [[ben.memberId, "A".repeat(80)]] }),
		await byAnn.handed(7, [ben], { epoch: 0 }),
		await byAnn.handed(8, [ben], { kind: "text" }),
		await byAnn.said(9, "still sealed"),
	];
	expect(await readAll(events)).toEqual(["Ann", "Ben", ...Array(6).fill("caught"), "sealed"]);
});

test("a member that hands out two keys for one epoch is believed the first, and its other messages are caught", async () => {
	const [one, two] = [await sealedBy(ann, 1), await sealedBy(ann, 1)];
	const events = [
		joined(1, ann.memberId, await profileOf(ann, "Ann")),
		await one.handed(2, [ben]),
		await two.handed(3, [ben]),
		await one.said(4, "hi"),
		await two.said(5, "ho"),
	];
	expect(await readAll(events)).toEqual(["Ann", "handed", "handed", "hi", "caught"]);
});

test("a message whose sender was shown something else says so", async () => {
	const events = [
		joined(1, ann.memberId, await profileOf(ann, "Ann")),
		joined(2, ben.memberId, await profileOf(ben, "Ben")),
	];
	const history = createHistory();
	for (const each of events) history.add(each);
	const seen = await history.latest();
	const { open } = openerOf(ben);
	for (const each of events) await open(each);
	const shown = async (n: number, content: object) => {
		const opened = await open(await message(n, ann, { ...hi, ...content }));
		return opened.type === "message" ? opened.shown : opened.type;
	};
	expect(await shown(3, { seen })).toBe("same");
	expect(await shown(4, { seen: { ...seen, digest: "A".repeat(43) } })).toBe("differs");
	expect(await shown(5, {})).toBe("unknown");
	expect(await shown(6, { seen: { cursor: "nonsense", digest: "A".repeat(43) } })).toBe("caught");
});

import { beforeAll, expect, test } from "vitest";
import type { UserEvent } from "../../backend/protocol/events.ts";
import { createIdentity, type Identity } from "../crypto/identity.ts";
import { deriveRoomKeys, type RoomKeys } from "../crypto/keys.ts";
import { newLink } from "../crypto/link.ts";
import { sealMessage } from "../crypto/message.ts";
import { sealProfile } from "../crypto/profile.ts";
import { newMessageId, secureRandom as random } from "../crypto/random.ts";
import { createOpener } from "./opening.ts";

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

async function message(
	n: number,
	by: Identity,
	content: unknown,
	{ sender = by.memberId, id = newMessageId(random) } = {},
) {
	const text = await sealMessage({ keys, roomId, identity: by, id, payload: content, random });
	return event(n, "chat.message", { id, sender, text, roomId, timestamp: n });
}

async function readAll(events: Exclude<UserEvent, { event: "chat.destroy" }>[]) {
	const open = createOpener({ keys, roomId });
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
	const open = createOpener({ keys, roomId });
	await open(joined(1, ann.memberId, await profileOf(ann, "Ann")));
	const content = { ...hi, text: "", page: { ...page, colour: "red" }, replyTo: "x" };
	const opened = await open(await message(2, ann, content));
	expect(opened).toEqual({
		type: "message",
		cursor: "2-2",
		id: expect.any(String),
		sender: ann.memberId,
		text: "",
		page,
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

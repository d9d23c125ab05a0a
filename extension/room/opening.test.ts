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

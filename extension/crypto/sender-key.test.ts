import { beforeAll, expect, test } from "vitest";
import { encodeBase64url } from "./base64url.ts";
import { createIdentity, type Identity } from "./identity.ts";
import { deriveRoomKeys, type RoomKeys } from "./keys.ts";
import { newLink } from "./link.ts";
import { epochZeroKey, handshakeKey, openKeys, openMessage, sealKeys, sealMessage } from "./message.ts";
import { openProfile, type Profile, sealProfile } from "./profile.ts";
import { newMessageId, secureRandom as random } from "./random.ts";
import { epochOf, handshakeEpoch } from "./seal.ts";
import { SealError } from "./seal-error.ts";
import { newSenderKey, senderMessageKey, unwrapSenderKey, wrapCharacters, wrapSenderKey } from "./sender-key.ts";

type Member = { identity: Identity; profile: Profile };

const link = newLink("https://chat.example.org", random);
const { roomId } = link;
const id = newMessageId(random);
let keys: RoomKeys;
let [anna, ben, carl] = [] as unknown as [Member, Member, Member];

async function member(name: string): Promise<Member> {
	const identity = await createIdentity(random);
	const text = await sealProfile({ keys, roomId, identity, name, random });
	return { identity, profile: await openProfile({ keys, roomId, memberId: identity.memberId, text }) };
}

beforeAll(async () => {
	keys = await deriveRoomKeys(link);
	[anna, ben, carl] = [await member("Anna"), await member("Ben"), await member("Carl")];
});

const reasonOf = (opening: Promise<unknown>) =>
	opening.then(
		() => "opened",
		(error: unknown) => (error instanceof SealError ? error.reason : `not a SealError: ${String(error)}`),
	);

test("a wrapped sender key opens for whom it was made, in its room, for its sender and its epoch, and nowhere else", async () => {
	const senderKey = newSenderKey(random);
	const box = await wrapSenderKey({ keys, roomId, epoch: 3, from: anna.identity, to: ben.profile, random }, senderKey);
	expect(box).toHaveLength(wrapCharacters);
	const right = { keys, roomId, epoch: 3, from: anna.profile, to: ben.identity };
	expect(await unwrapSenderKey(right, box)).toEqual(senderKey);
	const elsewhere = newLink(link.server, random);
	for (const wrong of [
		{ ...right, epoch: 4 },
		{ ...right, to: carl.identity },
		{ ...right, from: carl.profile },
		{ ...right, from: ben.profile, to: anna.identity },
		{ ...right, roomId: elsewhere.roomId },
		{ ...right, keys: await deriveRoomKeys(elsewhere) },
	]) {
		expect(await reasonOf(unwrapSenderKey(wrong, box))).toBe("forged");
	}
	for (const at of [0, 30, 79]) {
		const changed = box.slice(0, at) + (box[at] === "A" ? "Q" : "A") + box.slice(at + 1);
		expect(await reasonOf(unwrapSenderKey(right, changed))).toBe("forged");
	}
	expect(await reasonOf(unwrapSenderKey(right, box.slice(0, 76)))).toBe("malformed");
	expect(await reasonOf(unwrapSenderKey(right, `${box.slice(0, 79)}!`))).toBe("malformed");
});

test("what is sealed under a sender key opens with that key and the link, and with neither alone", async () => {
	const senderKey = newSenderKey(random);
	const place = { keys, roomId, memberId: anna.identity.memberId, epoch: 1 };
	const under = await senderMessageKey(place, senderKey);
	const text = await sealMessage({ under, roomId, identity: anna.identity, id, payload: "the 18:10", random });
	const opened = { roomId, sender: anna.profile, id, text };
	expect(await openMessage({ under, ...opened })).toBe("the 18:10");
	expect(epochOf(text)).toBe(1);
	expect(await reasonOf(openMessage({ under: epochZeroKey(keys), ...opened }))).toBe("epoch");
	// The link alone, tried as that epoch's key.
	expect(await reasonOf(openMessage({ under: { epoch: 1, key: keys.message }, ...opened }))).toBe("forged");
	const otherLink = await deriveRoomKeys({ roomId, secret: random(32) });
	for (const wrong of [
		await senderMessageKey({ ...place, keys: otherLink }, senderKey),
		await senderMessageKey({ ...place, memberId: ben.identity.memberId }, senderKey),
		await senderMessageKey({ ...place, roomId: newLink(link.server, random).roomId }, senderKey),
		{ ...(await senderMessageKey({ ...place, epoch: 2 }, senderKey)), epoch: 1 },
		await senderMessageKey(place, newSenderKey(random)),
	]) {
		expect(await reasonOf(openMessage({ under: wrong, ...opened }))).toBe("forged");
	}
});

test("keys on their way are no message, and a message is no keys", async () => {
	const from = { roomId, identity: anna.identity, id, random };
	const handshake = await sealKeys({ ...from, under: handshakeKey(keys), payload: { kind: "keys" } });
	expect(epochOf(handshake)).toBe(handshakeEpoch);
	expect(await openKeys({ under: handshakeKey(keys), roomId, sender: anna.profile, id, text: handshake })).toEqual({
		kind: "keys",
	});
	const as = { roomId, sender: anna.profile, id };
	expect(await reasonOf(openMessage({ ...as, under: epochZeroKey(keys), text: handshake }))).toBe("epoch");
	const forced = { epoch: handshakeEpoch, key: keys.handshake };
	expect(await reasonOf(openMessage({ ...as, under: forced, text: handshake }))).toBe("forged");
	const message = await sealMessage({ ...from, under: epochZeroKey(keys), payload: 1 });
	expect(await reasonOf(openKeys({ ...as, under: handshakeKey(keys), text: message }))).toBe("epoch");
	expect(await reasonOf(openKeys({ ...as, sender: ben.profile, under: handshakeKey(keys), text: handshake }))).toBe(
		"forged",
	);
});

test("fifty wrapped keys fit into one message", async () => {
	const wraps = Array.from({ length: 50 }, () => [anna.identity.memberId, encodeBase64url(random(60))]);
	const payload = {
		kind: "keys",
		epoch: handshakeEpoch - 1,
		wraps,
		seen: { cursor: "9".repeat(15), digest: "A".repeat(43) },
	};
	const text = await sealKeys({ under: handshakeKey(keys), roomId, identity: anna.identity, id, payload, random });
	expect(text).toHaveLength(8192);
});

test("a text's head is read without a throw, whatever it is", () => {
	for (const text of ["", "A", "AgAAAAAA", "!!!!!!!!", "AQAAAA", "é"]) expect(epochOf(text)).toBeNull();
	expect(epochOf("AQAAAAIA")).toBe(2);
});

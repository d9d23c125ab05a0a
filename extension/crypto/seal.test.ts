import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import { createIdentity, type Identity } from "./identity.ts";
import { deriveRoomKeys, type RoomKeys } from "./keys.ts";
import { type Link, newLink } from "./link.ts";
import { epochZeroKey, type MessageKey, messageFits, mostMessageBytes, openMessage, sealMessage } from "./message.ts";
import { sealedLengths } from "./padding.ts";
import { openProfile, type Profile, sealProfile } from "./profile.ts";
import { newMessageId, secureRandom as random } from "./random.ts";
import { SealError } from "./seal-error.ts";
import { mostSignalBytes, openSignal, sealSignal } from "./signal.ts";

type Seat = {
	roomId: string;
	keys: RoomKeys;
	under: MessageKey;
	identity: Identity;
	profileText: string;
	sender: Profile;
};

const id = newMessageId(random);
let [here, other, elsewhere] = [] as unknown as [Seat, Seat, Seat];

async function takeSeat({ roomId, secret }: Link, name: string): Promise<Seat> {
	const keys = await deriveRoomKeys({ roomId, secret });
	const identity = await createIdentity(random);
	const profileText = await sealProfile({ keys, roomId, identity, name, random });
	const sender = await openProfile({ keys, roomId, memberId: identity.memberId, text: profileText });
	return { roomId, keys, under: epochZeroKey(keys), identity, profileText, sender };
}

beforeAll(async () => {
	const room = newLink("https://chat.example.org", random);
	here = await takeSeat(room, "Small Plover");
	other = await takeSeat(room, "Quiet Otter");
	elsewhere = await takeSeat(newLink(room.server, random), "Small Plover");
});

const reasonOf = (opening: Promise<unknown>) =>
	opening.then(
		() => "opened",
		(error: unknown) => (error instanceof SealError ? error.reason : `not a SealError: ${String(error)}`),
	);

/** The three ways to open a text, as a member of the room would, for whom it is from `seat`. */
const openings = (seat: Seat, text: string) => [
	openMessage({ ...seat, id, text }),
	openProfile({ ...seat, memberId: seat.sender.memberId, text }),
	openSignal({ ...seat, text }),
];

test("what is sealed opens as it was, in a text of one of the few lengths", async () => {
	await fc.assert(
		fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (payload) => {
			const wanted = JSON.parse(JSON.stringify(payload));
			const text = await sealMessage({ ...here, id, payload, random });
			expect(sealedLengths.message).toContain(text.length);
			expect(await openMessage({ ...here, id, text })).toEqual(wanted);
			if (JSON.stringify(payload).length > 300) return;
			const signal = await sealSignal({ ...here, payload, random });
			expect(await openSignal({ ...here, text: signal })).toEqual(wanted);
		}),
	);
}, 60_000);

test("any text a person can type comes back letter for letter, half surrogate pairs included", async () => {
	await fc.assert(
		fc.asyncProperty(fc.string({ unit: "binary" }), fc.constantFrom("", "\ud800", "\u0000\u2028"), async (a, b) => {
			const payload = { kind: "text", text: a + b };
			const text = await sealMessage({ ...here, id, payload, random });
			expect(await openMessage({ ...here, id, text })).toEqual(payload);
		}),
	);
}, 60_000);

test("the same message sealed twice looks different", async () => {
	const seal = () => sealMessage({ ...here, id, payload: "same", random });
	expect(await seal()).not.toBe(await seal());
});

test("a profile gives the name and keys that went in", async () => {
	const { memberId, name, boxKey } = here.sender;
	expect({ memberId, name }).toEqual({ memberId: here.identity.memberId, name: "Small Plover" });
	expect(boxKey).toEqual(here.identity.box.publicKey);
});

test("every bit of a sealed text counts", async () => {
	const texts = [
		await sealMessage({ ...here, id, payload: { kind: "text", text: "Hello" }, random }),
		here.profileText,
		await sealSignal({ ...here, payload: { kind: "typing" }, random }),
	];
	for (const [kind, text] of texts.entries()) {
		const bytes = decodeBase64url(text) as Bytes;
		for (let bit = 0; bit < bytes.length * 8; bit++) {
			const changed = bytes.slice();
			changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			const reasons = await Promise.all(openings(here, encodeBase64url(changed)).map(reasonOf));
			const wanted = bit < 8 ? "version" : bit < 40 ? "epoch" : "forged";
			expect(reasons[kind], `bit ${bit}`).toBe(wanted);
		}
	}
}, 60_000);

test("a sealed text opens for its own room, member, message and purpose only", async () => {
	const message = await sealMessage({ ...here, id, payload: "x".repeat(200), random });
	const signal = await sealSignal({ ...here, payload: "x", random });
	expect([message.length, here.profileText.length, signal.length]).toEqual([512, 512, 512]);
	for (const [kind, text] of [message, here.profileText, signal].entries()) {
		const mine = await Promise.all(openings(here, text).map(reasonOf));
		expect(mine).toEqual([0, 1, 2].map((other) => (other === kind ? "opened" : "forged")));
		for (const wrong of [
			{ ...here, roomId: elsewhere.roomId },
			{ ...here, keys: elsewhere.keys, under: elsewhere.under },
			{ ...here, sender: { ...here.sender, memberId: other.sender.memberId } },
		]) {
			expect(await Promise.all(openings(wrong, text).map(reasonOf))).toEqual(["forged", "forged", "forged"]);
		}
	}
	expect(await reasonOf(openMessage({ ...here, id: newMessageId(random), text: message }))).toBe("forged");
	expect(await reasonOf(openMessage({ ...here, id: "", text: message }))).toBe("forged");
});

test("a member of the room cannot speak for another", async () => {
	const impostor: Identity = { ...other.identity, memberId: here.identity.memberId };
	const message = await sealMessage({ ...other, identity: impostor, id, payload: "I am Plover", random });
	expect(await reasonOf(openMessage({ ...here, id, text: message }))).toBe("signature");
	const signal = await sealSignal({ ...other, identity: impostor, payload: "x", random });
	expect(await reasonOf(openSignal({ ...here, text: signal }))).toBe("signature");
	const profile = { ...here, memberId: here.identity.memberId };
	const ownKey = await sealProfile({ ...other, identity: impostor, name: "Small Plover", random });
	expect(await reasonOf(openProfile({ ...profile, text: ownKey }))).toBe("member");
	const sign = { ...impostor.sign, publicKey: here.identity.sign.publicKey };
	const theirKey = await sealProfile({ ...other, identity: { ...impostor, sign }, name: "Small Plover", random });
	expect(await reasonOf(openProfile({ ...profile, text: theirKey }))).toBe("signature");
});

test("opening anything at all ends in a SealError, never in another error, never opened", async () => {
	const bytes = fc.oneof(
		fc.uint8Array({ maxLength: 200 }),
		fc.tuple(fc.constantFrom(192, 384, 768), fc.uint8Array({ minLength: 1 })).map(([length, seed]) => {
			const text = new Uint8Array(length).map((_, at) => seed[at % seed.length] ?? 0);
			text.set([1, 0, 0, 0, 0]);
			return text;
		}),
	);
	const anything = fc.oneof(fc.string({ unit: "binary" }), bytes.map(encodeBase64url));
	await fc.assert(
		fc.asyncProperty(anything, async (text) => {
			const reasons = await Promise.all(openings(here, text).map(reasonOf));
			for (const reason of reasons) expect(["malformed", "version", "epoch", "forged"]).toContain(reason);
		}),
		{ numRuns: 300 },
	);
}, 60_000);

test("the largest message fits the server's limit, and one byte more is refused before sealing", async () => {
	const payload = "x".repeat(mostMessageBytes - 2);
	expect(messageFits(payload)).toBe(true);
	const text = await sealMessage({ ...here, id, payload, random });
	expect(text).toHaveLength(16_384);
	expect(await openMessage({ ...here, id, text })).toBe(payload);
	expect(messageFits(`${payload}x`)).toBe(false);
	await expect(sealMessage({ ...here, id, payload: `${payload}x`, random })).rejects.toThrow(RangeError);
	// What JSON escapes counts as it is written.
	expect(messageFits("\n".repeat(mostMessageBytes / 2))).toBe(false);
});

test("the largest signal fits the server's limit, and one byte more is refused", async () => {
	const payload = "x".repeat(mostSignalBytes - 2);
	expect(await sealSignal({ ...here, payload, random })).toHaveLength(1024);
	await expect(sealSignal({ ...here, payload: `${payload}x`, random })).rejects.toThrow(RangeError);
});

test("all profiles have one length, whatever the name", async () => {
	for (const name of ["x", '"'.repeat(40), "\u{1f989}".repeat(40)]) {
		expect(await sealProfile({ ...here, name, random })).toHaveLength(512);
	}
});

test.each(["", " Plover", "Plo\u202ever", "x".repeat(41)])("the name %j is not sealed", async (name) => {
	await expect(sealProfile({ ...here, name, random })).rejects.toThrow(RangeError);
});

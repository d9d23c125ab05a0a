import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import { createIdentity, type Identity } from "./identity.ts";
import { deriveRoomKeys, type RoomKeys } from "./keys.ts";
import { newLink } from "./link.ts";
import {
	epochZeroKey,
	handshakeKey,
	type MessageKey,
	openKeys,
	openMessage,
	sealKeys,
	sealMessage,
} from "./message.ts";
import { openProfile, type Profile, sealProfile } from "./profile.ts";
import { newMessageId, secureRandom as random } from "./random.ts";
import { SealError } from "./seal-error.ts";
import { newSenderKey, senderMessageKey, unwrapSenderKey, wrapSenderKey } from "./sender-key.ts";
import { openSignal, sealSignal } from "./signal.ts";

/** All that must be right for a text to open: each of them has another value that somebody could put in its place. */
type Context = {
	roomId: string;
	keys: RoomKeys;
	sender: Profile;
	to: Identity;
	id: string;
	epoch: number;
	senderKey: Bytes;
};
type Part = keyof Context;

let right: Context;
let wrong: Context;
const texts = new Map<string, string>();

async function contextOf(server: string, name: string, epoch: number): Promise<{ context: Context; sender: Identity }> {
	const { roomId, secret } = newLink(server, random);
	const keys = await deriveRoomKeys({ roomId, secret });
	const [identity, to] = await Promise.all([createIdentity(random), createIdentity(random)]);
	const { memberId } = identity;
	const profile = await sealProfile({ keys, roomId, identity, name, random });
	const sender = await openProfile({ keys, roomId, memberId, text: profile });
	texts.set(`profile of ${name}`, profile);
	const context = { roomId, keys, sender, to, id: newMessageId(random), epoch, senderKey: newSenderKey(random) };
	return { context, sender: identity };
}

const keyOf = ({ keys, roomId, sender: { memberId }, epoch, senderKey }: Context): Promise<MessageKey> =>
	senderMessageKey({ keys, roomId, memberId, epoch }, senderKey);

/** Everything that is opened, by what it is: how, and what of the context it hangs on. */
const opened: Record<string, { open(context: Context, text: string): Promise<unknown>; parts: Part[] }> = {
	"a message to whoever comes": {
		open: ({ roomId, keys, sender, id }, text) => openMessage({ under: epochZeroKey(keys), roomId, sender, id, text }),
		parts: ["roomId", "keys", "sender", "id"],
	},
	"a message in company": {
		open: async (context, text) => openMessage({ ...context, under: await keyOf(context), text }),
		parts: ["roomId", "keys", "sender", "id", "epoch", "senderKey"],
	},
	"a handover": {
		open: ({ roomId, keys, sender, id }, text) => openKeys({ under: handshakeKey(keys), roomId, sender, id, text }),
		parts: ["roomId", "keys", "sender", "id"],
	},
	"a profile": {
		open: ({ roomId, keys, sender: { memberId } }, text) => openProfile({ keys, roomId, memberId, text }),
		parts: ["roomId", "keys", "sender"],
	},
	"a signal": {
		open: ({ roomId, keys, sender }, text) => openSignal({ keys, roomId, sender, text }),
		parts: ["roomId", "keys", "sender"],
	},
	"a wrapped key": {
		open: ({ roomId, keys, sender, to, epoch }, text) =>
			unwrapSenderKey({ keys, roomId, epoch, from: sender, to }, text),
		parts: ["roomId", "keys", "sender", "to", "epoch"],
	},
};
const kinds = Object.keys(opened);
const textOf = (kind: string): string => texts.get(kind) ?? "";
const outcomeOf = (kind: string, context: Context, text: string): Promise<unknown> =>
	opened[kind]?.open(context, text).then(
		() => "opened",
		(error: unknown) => (error instanceof SealError ? "refused" : error),
	) ?? Promise.resolve("no such kind");

beforeAll(async () => {
	const server = "https://chat.example.org";
	const made = await contextOf(server, "Small Plover", 3);
	right = made.context;
	wrong = (await contextOf(server, "Quiet Otter", 4)).context;
	const { keys, roomId, id, to, senderKey, epoch } = right;
	const sealing = { keys, roomId, identity: made.sender, id, random };
	const payload = { kind: "text", text: "Hello" };
	const reader = { memberId: to.memberId, boxKey: to.box.publicKey };
	const wrap = await wrapSenderKey({ keys, roomId, epoch, from: made.sender, to: reader, random }, senderKey);
	const handover = { kind: "keys", epoch, wraps: [[to.memberId, wrap]] };
	texts.set("a message to whoever comes", await sealMessage({ ...sealing, under: epochZeroKey(keys), payload }));
	texts.set("a message in company", await sealMessage({ ...sealing, under: await keyOf(right), payload }));
	texts.set("a handover", await sealKeys({ ...sealing, under: handshakeKey(keys), payload: handover }));
	texts.set("a profile", textOf("profile of Small Plover"));
	texts.set("a signal", await sealSignal({ ...sealing, payload }));
	texts.set("a wrapped key", wrap);
});

/** Changes of bytes, `at` and `other` anywhere in them. */
const byteChanges: Record<string, (bytes: Bytes, at: number, other: number, value: number) => Bytes> = {
	"a bit": (bytes, at, _, value) => bytes.with(at, (bytes[at] ?? 0) ^ (1 << (value & 7))) as Bytes,
	"a byte": (bytes, at, _, value) => bytes.with(at, value) as Bytes,
	"an end cut off": (bytes, at) => bytes.slice(0, at),
	"a beginning cut off": (bytes, at) => bytes.slice(at),
	"a byte appended": (bytes, _at, _other, value) => Uint8Array.of(...bytes, value),
	"a byte put in": (bytes, at, _, value) => Uint8Array.of(...bytes.slice(0, at), value, ...bytes.slice(at)),
	"a byte taken out": (bytes, at) => Uint8Array.of(...bytes.slice(0, at), ...bytes.slice(at + 1)),
	"two bytes exchanged": (bytes, at, other) => bytes.with(at, bytes[other] ?? 0).with(other, bytes[at] ?? 0) as Bytes,
	"all behind a place zero": (bytes, at) => bytes.slice().fill(0, at),
	"itself once more": (bytes) => Uint8Array.of(...bytes, ...bytes),
};
const textChanges: Record<string, (text: string, at: number, with_: string) => string> = {
	"a character": (text, at, character) => text.slice(0, at) + character + text.slice(at + 1),
	"a character put in": (text, at, character) => text.slice(0, at) + character + text.slice(at),
	"a character at the end": (text, _, character) => text + character,
	"space around": (text, _, character) => ` ${text}${character}`,
};

describe.each(kinds)("%s", { timeout: 60_000 }, (kind) => {
	test("opens where it belongs, as it is", async () => {
		expect(await outcomeOf(kind, right, textOf(kind))).toBe("opened");
	});

	test("with anything of its bytes changed is refused by a SealError", async () => {
		const change = fc.tuple(fc.constantFrom(...Object.keys(byteChanges)), fc.nat(), fc.nat(), fc.nat(255));
		await fc.assert(
			fc.asyncProperty(change, async ([name, at, other, value]) => {
				const bytes = decodeBase64url(textOf(kind)) as Bytes;
				const changed = byteChanges[name]?.(bytes, at % bytes.length, other % bytes.length, value) ?? bytes;
				const text = encodeBase64url(changed);
				fc.pre(text !== textOf(kind));
				expect(await outcomeOf(kind, right, text)).toBe("refused");
			}),
			{ numRuns: 300 },
		);
	});

	test("with anything of its characters changed is refused by a SealError", async () => {
		const character = fc.oneof(
			fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
			fc.constantFrom(..."A_-+/= \n"),
		);
		const change = fc.tuple(fc.constantFrom(...Object.keys(textChanges)), fc.nat(), character);
		await fc.assert(
			fc.asyncProperty(change, async ([name, at, with_]) => {
				const text = textChanges[name]?.(textOf(kind), at % textOf(kind).length, with_) ?? "";
				fc.pre(text !== textOf(kind));
				expect(await outcomeOf(kind, right, text)).toBe("refused");
			}),
			{ numRuns: 200 },
		);
	});

	test("in any other place, for anybody else, or as anything else is refused by a SealError", async () => {
		const parts = opened[kind]?.parts ?? [];
		await fc.assert(
			fc.asyncProperty(fc.subarray(parts, { minLength: 1 }), async (exchanged) => {
				const context = { ...right, ...Object.fromEntries(exchanged.map((part) => [part, wrong[part]])) };
				expect(await outcomeOf(kind, context, textOf(kind)), exchanged.join()).toBe("refused");
			}),
			{ numRuns: 60 },
		);
		for (const other of kinds.filter((candidate) => candidate !== kind)) {
			expect(await outcomeOf(other, right, textOf(kind)), `as ${other}`).toBe("refused");
		}
	});

	test("read from any text at all is refused by a SealError", async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: "binary", maxLength: 600 }), async (text) => {
				expect(await outcomeOf(kind, right, text)).toBe("refused");
			}),
			{ numRuns: 200 },
		);
	});
});

import { expect, test } from "vitest";
import { encodeBase64url } from "../crypto/base64url.ts";
import { importVerifyKey } from "../crypto/ed25519.ts";
import { createIdentity } from "../crypto/identity.ts";
import { deriveRoomKeys } from "../crypto/keys.ts";
import { newLink } from "../crypto/link.ts";
import { openMessage, sealMessage } from "../crypto/message.ts";
import { newMessageId, secureRandom } from "../crypto/random.ts";
import { newSenderKey } from "../crypto/sender-key.ts";
import { createSenderKeys } from "./sender-keys.ts";

const link = newLink("https://mayfly.example", secureRandom);
const keys = await deriveRoomKeys(link);
const room = { keys, roomId: link.roomId };
const writer = await createIdentity(secureRandom);
const place = { memberId: writer.memberId, epoch: 1 };
const right = newSenderKey(secureRandom);
const wrong = newSenderKey(secureRandom);

/** What these keys read of a message of the writer’s first epoch. */
async function read(reading: ReturnType<typeof createSenderKeys>): Promise<unknown> {
	const own = createSenderKeys(room);
	own.add(place.memberId, place.epoch, right);
	const message = { roomId: link.roomId, id: newMessageId(secureRandom) };
	const sealed = { ...message, identity: writer, payload: { kind: "text", text: "hello" }, random: secureRandom };
	const [written, readUnder] = await Promise.all([own.find(writer.memberId, 1), reading.find(writer.memberId, 1)]);
	if (!written || !readUnder) return "no key";
	const text = await sealMessage({ under: written, ...sealed } as Parameters<typeof sealMessage>[0]);
	const sender = { memberId: writer.memberId, signKey: await importVerifyKey(writer.sign.publicKey) };
	return openMessage({ under: readUnder, ...message, sender, text }).catch(String);
}

test("what a former seat read with, the next one reads with", async () => {
	const former = createSenderKeys(room);
	former.add(place.memberId, place.epoch, right);
	expect(await read(createSenderKeys(room))).toBe("no key");
	expect(await read(createSenderKeys({ ...room, former: former.all() }))).toMatchObject({ text: "hello" });
	const third = createSenderKeys({ ...room, former: former.all() });
	expect(third.all()).toEqual([{ ...place, key: encodeBase64url(right) }]);
});

test("a former key that is wrong never stands in the way of the one that is handed over", async () => {
	const reading = createSenderKeys({ ...room, former: [{ ...place, key: encodeBase64url(wrong) }] });
	expect(await read(reading)).toMatch("SealError");
	reading.add(place.memberId, place.epoch, right);
	expect(await read(reading)).toMatchObject({ text: "hello" });
});

test("of two keys for one epoch the first that was handed over stands", async () => {
	const reading = createSenderKeys(room);
	reading.add(place.memberId, place.epoch, right);
	reading.add(place.memberId, place.epoch, wrong);
	expect(await read(reading)).toMatchObject({ text: "hello" });
});

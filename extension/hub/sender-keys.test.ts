import { afterEach, beforeEach, expect, test } from "vitest";
import { sendMessageBody } from "../../backend/protocol/messages.ts";
import { importIdentity } from "../crypto/identity.ts";
import { deriveRoomKeys } from "../crypto/keys.ts";
import { handshakeKey, openKeys, openMessage } from "../crypto/message.ts";
import { openProfile } from "../crypto/profile.ts";
import { epochOf, handshakeEpoch } from "../crypto/seal.ts";
import { handover } from "../room/payload.ts";
import { linkOf } from "./entrance.ts";
import { type BadNetwork, createBadNetwork } from "./testing/bad-network.ts";
import { createPerson, meet, type Person, sendAllHome, textsOf } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

let server: TestServer;
let network: BadNetwork;
let ann: Person;
let ben: Person;
let cat: Person;

beforeEach(async () => {
	server = await startTestServer({ rateLimits: false });
	network = await createBadNetwork(server.origin);
	[ann, ben, cat] = [0, 1, 2].map(() => createPerson({ server: network.origin })) as [Person, Person, Person];
});
afterEach(async () => {
	sendAllHome();
	await network.close();
	await server.close();
});

const say = (who: Person, roomId: string, text: string) => who.do({ type: "send", roomId, text });
const allRead = (people: Person[], roomId: string, texts: string[]) =>
	Promise.all(people.map((who) => who.reads(roomId, texts)));
async function join(who: Person, { roomId, link }: { roomId: string; link: string }, name: string): Promise<void> {
	await who.do({ type: "invite", link });
	await who.do({ type: "join", roomId, name });
}
const here = (who: Person, roomId: string) => who.live(roomId).people.filter((person) => person.here).length;
const sealedOf = (who: Person, roomId: string) =>
	who.live(roomId).log.flatMap((entry) => (entry.type === "sealed" ? [entry.lost ? "lost" : "waits"] : []));
/** Every message that went to the server, by whom it was sealed told by the token alone. */
const sent = () =>
	network.calls
		.filter(({ line }) => /^POST .*\/messages$/.test(line))
		.map(({ body }) => sendMessageBody.parse(JSON.parse(body)));

test("who has the link and every byte that travelled reads nothing that was written in company", async () => {
	const { roomId = "", link = "" } = await ann.do({ type: "start", ttlSeconds: 600, capacity: 3, name: "Ann" });
	await ann.until(() => ann.live(roomId).caughtUp);
	await say(ann, roomId, "written while alone");
	await ann.reads(roomId, ["written while alone"]);
	await join(ben, { roomId, link }, "Ben");
	await allRead([ann, ben], roomId, ["written while alone"]);
	await ann.until(() => here(ann, roomId) === 2);
	for (const [who, text] of [
		[ann, "for Ben"],
		[ben, "for Ann"],
	] as const) {
		await say(who, roomId, text);
		await Promise.all([ann, ben].map((one) => one.until(() => textsOf(one.room(roomId)).includes(text))));
	}
	const stored = await Promise.all([ann, ben].map((who) => who.storage.all()));
	const senderKeys = stored.flatMap((all) =>
		(JSON.parse(String(all[`keys/${roomId}`])) as { key: string }[]).map(({ key }) => key),
	);
	const members = stored.map((all) => JSON.parse(String(all[`room/${roomId}`])).seat);
	await ann.do({ type: "destroy", roomId });

	// What is left to somebody who recorded all of it and finds the link later.
	const recorded = network.calls.map(({ line, body }) => `${line} ${body}`).join("\n");
	expect(senderKeys).toHaveLength(2);
	for (const key of senderKeys) expect(recorded).not.toContain(key);
	const keys = await deriveRoomKeys(linkOf(link));
	const linkKeys = [keys.message, keys.handshake, keys.profile, keys.signal];
	const read: unknown[] = [];
	for (const { profile, identity } of members) {
		const { memberId } = await importIdentity(identity);
		const sender = await openProfile({ keys, roomId, memberId, text: profile });
		for (const { id, text } of sent()) {
			const epoch = epochOf(text) ?? 0;
			if (epoch === handshakeEpoch) {
				// Who gave keys to whom is in the open for members; the keys are not.
				const opened = await openKeys({ under: handshakeKey(keys), roomId, sender, id, text }).catch(() => null);
				if (opened) expect(handover.parse(opened).wraps).toHaveLength(1);
				continue;
			}
			for (const key of linkKeys) {
				const opening = openMessage({ under: { epoch, key }, roomId, sender, id, text });
				const opened = await opening.catch(() => null);
				if (opened) read.push(opened);
			}
		}
	}
	expect(read).toMatchObject([{ text: "written while alone" }]);
});

test("a newcomer reads what is under the keys of those who are here, also what came just before", async () => {
	const room = await meet(ann, ben, { capacity: 3 });
	await say(ann, room.roomId, "one");
	await allRead([ann, ben], room.roomId, ["one"]);
	await join(cat, room, "Cat");
	await cat.reads(room.roomId, ["one"]);
	await say(cat, room.roomId, "two");
	await allRead([ann, ben, cat], room.roomId, ["one", "two"]);
});

test("a newcomer waits for the key of one who is away, and reads when they are back", async () => {
	const room = await meet(ann, ben, { capacity: 3 });
	const { roomId } = room;
	await say(ben, roomId, "from Ben");
	await allRead([ann, ben], roomId, ["from Ben"]);
	ben.rooms.close();
	await ann.until(() => ann.live(roomId).people[1]?.online === false);
	await join(cat, room, "Cat");
	await cat.until(() => sealedOf(cat, roomId).join() === "waits");
	expect(cat.live(roomId).unreadCount).toBe(0);
	const back = ben.restart();
	await cat.reads(roomId, ["from Ben"]);
	expect(cat.live(roomId).unreadCount).toBe(1);
	await back.until(() => here(back, roomId) === 3);
});

test("who left reads nothing of what follows, though they come back with the link; who stays reads all", async () => {
	const room = await meet(ann, ben, { capacity: 3 });
	const { roomId } = room;
	await join(cat, room, "Cat");
	await Promise.all([ann, ben].map((who) => who.until(() => here(who, roomId) === 3)));
	await say(ann, roomId, "with Cat");
	await allRead([ann, ben, cat], roomId, ["with Cat"]);
	await cat.do({ type: "leave", roomId });
	await Promise.all([ann, ben].map((who) => who.until(() => here(who, roomId) === 2)));
	await say(ann, roomId, "without Cat");
	await allRead([ann, ben], roomId, ["with Cat", "without Cat"]);
	const epochs = new Set(sent().map(({ text }) => epochOf(text)));
	expect(epochs).toEqual(new Set([handshakeEpoch, 1, 2]));

	// Back as somebody new, she is given the newest key; what was under the one before it is not for her.
	const again = createPerson({ server: network.origin });
	await join(again, room, "Cat");
	await again.reads(roomId, ["without Cat"]);
	expect(sealedOf(again, roomId)).toEqual(["lost"]);
});

test("after a worker was killed one's own words and the others' are read again, and the keys go on", async () => {
	const { roomId } = await meet(ann, ben);
	await say(ann, roomId, "one");
	await say(ben, roomId, "two");
	await Promise.all([ann, ben].map((who) => who.until(() => textsOf(who.room(roomId)).length === 2)));
	const texts = textsOf(ann.room(roomId));
	const woken = ann.restart();
	await woken.reads(roomId, texts);
	await say(woken, roomId, "three");
	await allRead([woken, ben], roomId, [...texts, "three"]);
	expect(sent().filter(({ text }) => epochOf(text) === handshakeEpoch)).toHaveLength(2);
});

test("a server that loses the talk but not the people gets keys anew, and what is written then is read by all", async () => {
	const { roomId } = await meet(ann, ben);
	await say(ann, roomId, "lost");
	await allRead([ann, ben], roomId, ["lost"]);
	await server.forget();
	for (const { body } of network.calls.filter(({ line }) => line === "POST /api/rooms")) {
		await fetch(`${server.origin}/api/rooms`, {
			...{ method: "POST", headers: { "content-type": "application/json" }, body },
		});
	}
	await Promise.all([ann, ben].map((who) => who.do({ type: "reconnect" })));
	await ann.until(() => here(ann, roomId) === 2 && textsOf(ann.room(roomId)).length === 0);
	await say(ann, roomId, "after");
	await ben.reads(roomId, ["after"]);
	const woken = ben.restart();
	await woken.reads(roomId, ["after"]);
});

test("fifty people in a room all read what one of them writes", async () => {
	const { roomId = "", link = "" } = await ann.do({ type: "start", ttlSeconds: 600, capacity: 50, name: "Ann" });
	const others = Array.from({ length: 49 }, () => createPerson({ server: server.origin }));
	const room = { roomId, link: link.replace(network.origin, server.origin) };
	for (const other of others) await join(other, room, "Somebody");
	await ann.until(() => here(ann, roomId) === 50);
	await say(ann, roomId, "all of you");
	await allRead([ann, ...others], roomId, ["all of you"]);
}, 60_000);

import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { decodeBase64url, encodeBase64url } from "../crypto/base64url.ts";
import type { Bytes } from "../crypto/bytes.ts";
import { chunkBytes, type FileFacts } from "../room/shared-file.ts";
import { type BadNetwork, createBadNetwork } from "./testing/bad-network.ts";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

// Pictures take their time: chunks are sent at a pace.
vi.setConfig({ testTimeout: 30_000 });

const sends = /^POST .*\/messages$/;
const lake: FileFacts = { name: "picture", picture: { type: "image/webp", width: 30, height: 20 } };
const chunks = 3;
const bytes: Bytes = new Uint8Array(randomBytes((chunks - 1) * chunkBytes + 100));

let server: TestServer;
let network: BadNetwork;
let ann: Person;
let ben: Person;
let roomId: string;
let link: string;

beforeEach(async () => {
	server = await startTestServer();
	network = await createBadNetwork(server.origin);
	ann = createPerson({ server: server.origin });
	// Ben, who looks, comes by a network that can be cut.
	ben = createPerson({ server: network.origin });
	({ roomId, link } = await meet(ann, ben, { capacity: 3 }));
});
afterEach(async () => {
	sendAllHome();
	await network.close();
	await server.close();
});

/** The room is not there yet when a worker has just woken. */
const pictureOf = (who: Person) => {
	const room = who.room(roomId);
	const found = room?.phase === "live" ? room.log.find((entry) => entry.type === "message" && entry.once) : undefined;
	return found?.type === "message" ? found : undefined;
};
const idOn = (who: Person) => pictureOf(who)?.id ?? "";
const isCaughtUp = (who: Person) => {
	const room = who.room(roomId);
	return room?.phase === "live" && room.caughtUp;
};
/** It is wholly there, and the history with it. */
const arrived = (who: Person) => who.until(() => isCaughtUp(who) && pictureOf(who)?.arrived === chunks, 20_000);
/** What a surface gets for it, or why it does not. */
async function ask(who: Person, type: "view-once" | "read-file", id = idOn(who)): Promise<Bytes | string> {
	const outcome = await who.rooms.do({ type, roomId, id });
	return outcome.ok ? (decodeBase64url(outcome.bytes ?? "") ?? "malformed") : outcome.code;
}
const viewers = (who: Person) => (pictureOf(who)?.viewed ?? []).map((id) => nameOn(who, id));
const nameOn = (who: Person, id: string) => who.live(roomId).people.find(({ memberId }) => memberId === id)?.name;
const views = (who: Person) =>
	who.live(roomId).log.filter((entry) => entry.type === "act" && entry.mark.kind === "viewed").length;

async function sendPicture(): Promise<void> {
	const file = encodeBase64url(bytes);
	await ann.do({ type: "send-file", roomId, text: "look", once: true, file: lake, bytes: file });
	await arrived(ben);
}

test("a picture is given out once, and by viewing alone; everybody learns who has viewed it", async () => {
	await sendPicture();
	expect(pictureOf(ben)).toMatchObject({ text: "look", file: lake });
	expect(await ask(ben, "read-file")).toBe("not-found");
	expect(await ask(ben, "view-once")).toEqual(bytes);
	expect(await ask(ben, "view-once")).toBe("not-found");
	expect(await ask(ben, "read-file")).toBe("not-found");
	for (const who of [ann, ben]) await who.until(() => viewers(who).join() === "Ben");
	expect(views(ann)).toBe(1);
});

test("two windows that press at one time get it once", async () => {
	await sendPicture();
	const got = await Promise.all([ask(ben, "view-once"), ask(ben, "view-once")]);
	expect(got.filter((each) => typeof each !== "string")).toEqual([bytes]);
	expect(got).toContain("not-found");
});

test("its sender does not see it again, nor any file of another kind viewed once", async () => {
	await sendPicture();
	await ann.until(() => pictureOf(ann)?.arrived === chunks && ann.live(roomId).unsent.length === 0);
	for (const type of ["view-once", "read-file"] as const) expect(await ask(ann, type)).toBe("not-found");
	expect(await ask(ann, "view-once")).toBe("not-found");
	await ann.do({ type: "send-file", roomId, text: "kept", file: lake, bytes: encodeBase64url(bytes) });
	const kept = () => ben.live(roomId).log.find((entry) => entry.type === "message" && entry.text === "kept");
	await ben.until(() => (kept() as { arrived?: number } | undefined)?.arrived === chunks, 20_000);
	const id = (kept() as { id: string }).id;
	expect(await ask(ben, "view-once", id)).toBe("not-found");
	expect(await ask(ben, "read-file", id)).toEqual(bytes);
});

test("it stays viewed when a worker dies and reads the whole history again, at every moment of that", async () => {
	await sendPicture();
	await ask(ben, "view-once");
	await ann.until(() => viewers(ann).join() === "Ben");
	ben = ben.restart();
	const got: (Bytes | string)[] = [];
	const stop = ben.rooms.subscribe(() => {
		if (pictureOf(ben)) void ask(ben, "view-once").then((each) => got.push(each));
	});
	await arrived(ben);
	stop();
	await ben.until(() => viewers(ben).join() === "Ben");
	expect(await ask(ben, "view-once")).toBe("not-found");
	expect(got.filter((each) => typeof each !== "string")).toEqual([]);
	expect(views(ann)).toBe(1);
});

test("a worker that is killed before the word of it has gone knows that it was viewed, and tells", async () => {
	await sendPicture();
	network.answer(sends, 503, "application/problem+json", "{}");
	expect(await ask(ben, "view-once")).toEqual(bytes);
	expect(viewers(ann)).toEqual([]);
	ben = ben.restart();
	await arrived(ben);
	expect(await ask(ben, "view-once")).toBe("not-found");
	network.mend();
	await ann.until(() => viewers(ann).join() === "Ben", 20_000);
});

test("it can be viewed while one is offline, once, and its sender hears of it later", async () => {
	await sendPicture();
	network.cut();
	expect(await ask(ben, "view-once")).toEqual(bytes);
	expect(await ask(ben, "view-once")).toBe("not-found");
	network.mend();
	await ann.until(() => viewers(ann).join() === "Ben", 20_000);
});

test("where that it was viewed can't be saved it is not shown, and can be viewed later", async () => {
	const { storage } = ben;
	let isFull = false;
	ben = ben.restart();
	ben.rooms.close();
	ben = createPerson({
		server: network.origin,
		storage: {
			...storage,
			set: (key, value) =>
				isFull && key.startsWith("outbox/") ? Promise.reject(new Error("full")) : storage.set(key, value),
		},
	});
	await ben.until(() => isCaughtUp(ben));
	await sendPicture();
	isFull = true;
	expect(await ask(ben, "view-once")).toBe("storage-full");
	expect(viewers(ben)).toEqual([]);
	isFull = false;
	expect(await ask(ben, "view-once")).toEqual(bytes);
});

test("one that was taken back can't be viewed", async () => {
	await sendPicture();
	const id = idOn(ben);
	await ann.do({ type: "act", roomId, act: { kind: "unsend", to: id } });
	await ben.until(() => ben.live(roomId).log.some(({ type }) => type === "withdrawn"));
	expect(await ask(ben, "view-once", id)).toBe("not-found");
});

test("who comes later, and was handed the key, views it once too, whoever has before", async () => {
	await sendPicture();
	await ask(ben, "view-once");
	const cem = createPerson({ server: server.origin });
	await cem.do({ type: "invite", link });
	await cem.do({ type: "join", roomId, name: "Cem" });
	await arrived(cem);
	expect(await ask(cem, "view-once")).toEqual(bytes);
	expect(await ask(cem, "view-once")).toBe("not-found");
	await ann.until(() => viewers(ann).join() === "Ben,Cem");
});

test("a document, or words alone, can't be sent to be viewed once", async () => {
	const file = encodeBase64url(bytes);
	const sent = await ann.rooms.do({
		type: "send-file",
		roomId,
		text: "",
		once: true,
		file: { name: "a.txt" },
		bytes: file,
	});
	expect(sent).toMatchObject({ code: "invalid-field" });
	expect(ann.live(roomId).unsent).toEqual([]);
});

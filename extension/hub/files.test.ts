import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { decodeBase64url, encodeBase64url } from "../crypto/base64url.ts";
import { type Bytes, sha256 } from "../crypto/bytes.ts";
import { chunkBytes, type FileFacts, mostBytesAtOnce, mostFileBytes, mostFilesAtOnce } from "../room/shared-file.ts";
import type { LiveRoom } from "./rooms.ts";
import { type BadMember, createBadMember } from "./testing/bad-member.ts";
import { type BadNetwork, createBadNetwork } from "./testing/bad-network.ts";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

// Files take their time by themselves: chunks are sent at a pace.
vi.setConfig({ testTimeout: 30_000 });

const sends = /^POST .*\/messages$/;
const facts: FileFacts = { name: "notes.txt" };
const picture: FileFacts = { name: "lake.webp", picture: { type: "image/webp", width: 30, height: 20 } };

let server: TestServer;
let network: BadNetwork;
let ann: Person;
let ben: Person;
let roomId: string;
let link: string;

beforeEach(async () => {
	server = await startTestServer();
	network = await createBadNetwork(server.origin);
	// Ann comes by a network that can be cut.
	ann = createPerson({ server: network.origin });
	ben = createPerson({ server: server.origin });
	({ roomId, link } = await meet(ann, ben, { capacity: 3 }));
});
afterEach(async () => {
	sendAllHome();
	await network.close();
	await server.close();
});

const random = (length: number): Bytes => new Uint8Array(randomBytes(length));
const bytesFor = (chunks: number): Bytes => random((chunks - 1) * chunkBytes + 100);
const sendFile = (who: Person, bytes: Bytes, { text = "", file = facts } = {}) =>
	who.do({ type: "send-file", roomId, text, file, bytes: encodeBase64url(bytes) });

type FileEntry = Extract<LiveRoom["log"][number], { type: "message" }> & { file: { bytes: number } };
/** The room is not there yet when a worker has just woken. */
const logOf = (who: Person) => {
	const room = who.room(roomId);
	return room?.phase === "live" ? room.log : [];
};
const filesOf = (who: Person) =>
	logOf(who).flatMap((entry) => (entry.type === "message" && entry.file ? [entry as FileEntry] : []));
const fileOf = (who: Person): FileEntry => {
	const [entry] = filesOf(who);
	if (entry === undefined) throw new Error("no file is here");
	return entry;
};
const arrived = (who: Person, chunks: number) =>
	who.until(() => filesOf(who).length === 1 && (fileOf(who).arrived ?? 0) >= chunks, 25_000);
/** What a surface gets for it, or why it does not. */
async function read(who: Person, id = fileOf(who).id): Promise<Bytes | string> {
	const outcome = await who.rooms.do({ type: "read-file", roomId, id });
	return outcome.ok ? (decodeBase64url(outcome.bytes ?? "") ?? "malformed") : outcome.code;
}
/** What the room keeps, by a newcomer's eyes: how often each chunk of the file is there. */
const chunksIn = (who: Person) =>
	who
		.live(roomId)
		.log.flatMap((entry) => (entry.type === "act" && entry.mark.kind === "chunk" ? entry.mark.index : []));
const takenBack = (who: Person) => who.until(() => logOf(who).some(({ type }) => type === "withdrawn"));

test("a file arrives whole and once, with what was said of it, and is new as one message", async () => {
	const bytes = bytesFor(5);
	await ben.do({ type: "read", roomId, cursor: ben.live(roomId).log.at(-1)?.cursor ?? "" });
	await sendFile(ann, bytes, { text: "the lake", file: picture });
	await arrived(ben, 5);
	expect(await read(ben)).toEqual(bytes);
	expect(fileOf(ben)).toMatchObject({ text: "the lake", file: { ...picture, bytes: bytes.length }, arrived: 5 });
	expect(ben.live(roomId).unreadCount).toBe(1);
	expect(chunksIn(ben)).toEqual([0, 1, 2, 3, 4]);
	await ann.until(() => fileOf(ann).arrived === 5 && ann.live(roomId).unsent.length === 0);
	expect(await read(ann)).toEqual(bytes);
	// Nothing of it is kept beside the room.
	await vi.waitFor(async () => expect((await ann.storage.all())[`files/${roomId}`]).toBe("{}"));
});

test("a voice note arrives as one, with its kind and its length", async () => {
	const voice: FileFacts = { name: "voice.webm", sound: { type: "audio/webm", seconds: 7 } };
	const bytes = bytesFor(3);
	await sendFile(ann, bytes, { text: "", file: voice });
	await arrived(ben, 3);
	expect(await read(ben)).toEqual(bytes);
	expect(fileOf(ben).file).toMatchObject(voice);
});

test("no snapshot holds what is in a file", async () => {
	const bytes = bytesFor(3).fill(65);
	await sendFile(ann, bytes);
	await arrived(ben, 3);
	const text = encodeBase64url(bytes).slice(100, 140);
	for (const who of [ann, ben]) expect(JSON.stringify(who.rooms.getSnapshot())).not.toContain(text);
});

test("the sender sees its own file before it has gone, and while it is offline", async () => {
	network.cut();
	const bytes = bytesFor(3);
	await sendFile(ann, bytes);
	const [unsent] = ann.live(roomId).unsent;
	expect(unsent?.file?.name).toBe("notes.txt");
	expect(await read(ann, unsent?.id)).toEqual(bytes);
	network.mend();
	await arrived(ben, 3);
	expect(await read(ben)).toEqual(bytes);
});

test("what is written while a file goes out is not behind it", async () => {
	await sendFile(ann, bytesFor(40));
	await arrived(ben, 3);
	await ann.do({ type: "send", roomId, text: "and this" });
	await ben.until(() => ben.live(roomId).log.some((entry) => entry.type === "message" && entry.text === "and this"));
	expect(fileOf(ben).arrived ?? 0).toBeLessThan(30);
});

test("answers that are lost and streams that are cut bring no chunk twice", async () => {
	const bytes = bytesFor(20);
	await sendFile(ann, bytes);
	await arrived(ben, 2);
	network.loseAnswers(sends, 3);
	network.cutStreams();
	await arrived(ben, 20);
	expect(await read(ben)).toEqual(bytes);
	expect(chunksIn(ben)).toEqual(Array.from({ length: 20 }, (_, index) => index));
});

test("a worker that is killed midway goes on where it was", async () => {
	const bytes = bytesFor(30);
	await sendFile(ann, bytes, { text: "all of it" });
	await arrived(ben, 8);
	ann = ann.restart();
	await arrived(ben, 30);
	expect(await read(ben)).toEqual(bytes);
	expect(new Set(chunksIn(ben)).size).toBe(30);
	await arrived(ann, 30);
	// And what came is there again after another death.
	ben = ben.restart();
	await arrived(ben, 30);
	expect(await read(ben)).toEqual(bytes);
});

test("a worker that is killed before anything has gone sends it all the same", async () => {
	network.cut();
	const bytes = bytesFor(4);
	await sendFile(ann, bytes);
	ann = ann.restart();
	network.mend();
	await arrived(ben, 4);
	expect(await read(ben)).toEqual(bytes);
});

test("a file that is taken back midway is gone everywhere, and no more of it goes", async () => {
	await sendFile(ann, bytesFor(60));
	await arrived(ben, 5);
	const { id } = fileOf(ann);
	// At once, whenever the others hear of it.
	network.cut();
	await ann.do({ type: "act", roomId, act: { kind: "unsend", to: id } });
	await vi.waitFor(async () => expect((await ann.storage.all())[`files/${roomId}`]).toBe("{}"));
	network.mend();
	await takenBack(ben);
	expect(await read(ben, id)).toBe("not-found");
	await takenBack(ann);
	expect(await read(ann, id)).toBe("not-found");
	const sentBy = network.calls.filter(({ line }) => sends.test(line)).length;
	await ann.do({ type: "send", roomId, text: "then" });
	await ann.until(() => ann.live(roomId).unsent.length === 0);
	expect(network.calls.filter(({ line }) => sends.test(line)).length - sentBy).toBeLessThanOrEqual(2);
});

test("a file for which the room has no space is taken back, says so, and can be tried again", async () => {
	await sendFile(ann, bytesFor(40), { text: "so big" });
	await arrived(ben, 3);
	const full = { type: "urn:mayfly:problem:room-storage-full", title: "x", status: 409, code: "room-storage-full" };
	// The server is said to be full for one call: what is small still goes, as it does where little space is left.
	const isChunk = ({ body }: { body: string }) => body.length > 10_000;
	network.answer(sends, 409, "application/problem+json", JSON.stringify(full));
	await vi.waitFor(() => expect(network.calls.filter(isChunk).length).toBeGreaterThan(3));
	await ann.until(() => ann.live(roomId).unsent.some(({ file, state }) => file && state.name === "failed"));
	network.mend();
	for (const { act, id } of ann.live(roomId).unsent) if (act) await ann.do({ type: "retry", roomId, id });
	await takenBack(ben);
	const failed = ann.live(roomId).unsent.find(({ file }) => file);
	expect(failed).toMatchObject({ text: "so big", state: { name: "failed", cause: "room-storage-full" } });
	await ann.do({ type: "retry", roomId, id: failed?.id ?? "" });
	await arrived(ben, 40);
});

test("a file is refused when it is too large, empty or badly named, and when there is no space to keep it", async () => {
	const tried = (bytes: Bytes, file = facts) =>
		ann.rooms.do({ type: "send-file", roomId, text: "", file, bytes: encodeBase64url(bytes) });
	expect(await tried(new Uint8Array(mostFileBytes + 1))).toMatchObject({ code: "body-too-large" });
	expect(await tried(new Uint8Array())).toMatchObject({ code: "body-too-large" });
	expect(await tried(bytesFor(1), { name: "../etc/passwd" })).toMatchObject({ code: "invalid-field" });
	network.cut();
	const outcomes = [await tried(new Uint8Array(mostFileBytes)), await tried(new Uint8Array(mostFileBytes))];
	outcomes.push(await tried(new Uint8Array(mostFileBytes)));
	expect(outcomes).toMatchObject([{ ok: true }, { ok: true }, { code: "storage-full" }]);
	// What was refused left nothing, and words still fit.
	expect(ann.live(roomId).unsent).toHaveLength(2);
	await ann.do({ type: "send", roomId, text: "still here" });
});

test("several files that are handed over at once, and what is said after them, stand in that order", async () => {
	const sizes = [900_000, 20, 5 * chunkBytes, 1];
	const [first, ...others] = sizes.map((size, at) =>
		sendFile(ann, random(size), { text: at === 3 ? "all of it" : "" }),
	);
	// The first is the largest: it takes the longest to be kept.
	const after = ann.do({ type: "send", roomId, text: "then" });
	await Promise.all([first, ...others, after]);
	await ben.until(
		() =>
			filesOf(ben).length === 4 &&
			filesOf(ben).every(({ file, arrived = 0 }) => arrived === Math.ceil(file.bytes / chunkBytes)),
		25_000,
	);
	const said = logOf(ben).flatMap((entry) => (entry.type === "message" ? [[entry.file?.bytes, entry.text]] : []));
	expect(said).toEqual([
		[900_000, ""],
		[20, ""],
		[5 * chunkBytes, ""],
		[1, "all of it"],
		[undefined, "then"],
	]);
});

test("as many files as go at once are kept while the network is away, and a worker that wakes has them all", async () => {
	network.cut();
	const each = Math.floor(mostBytesAtOnce / mostFilesAtOnce);
	await Promise.all(Array.from({ length: mostFilesAtOnce }, () => sendFile(ann, random(each))));
	ann = ann.restart();
	await ann.until(() => (ann.room(roomId)?.phase === "live" ? ann.live(roomId).unsent.length : 0) === mostFilesAtOnce);
	for (const { id } of ann.live(roomId).unsent) expect(await read(ann, id)).toHaveLength(each);
});

test("of several files one that is refused keeps none of the others back", async () => {
	const sent = [facts, { name: "../etc/passwd" }, facts].map((file, at) =>
		ann.rooms.do({ type: "send-file", roomId, text: `${at}`, file, bytes: encodeBase64url(bytesFor(1)) }),
	);
	expect(await Promise.all(sent)).toMatchObject([{ ok: true }, { code: "invalid-field" }, { ok: true }]);
	await ben.until(() => filesOf(ben).length === 2);
	expect(filesOf(ben).map(({ text }) => text)).toEqual(["0", "2"]);
});

test("with the room all of it is gone", async () => {
	await sendFile(ann, bytesFor(30));
	await arrived(ben, 3);
	const { id } = fileOf(ben);
	await ben.do({ type: "destroy", roomId });
	await ann.until(() => ann.room(roomId)?.phase === "ended");
	for (const who of [ann, ben]) expect(await read(who, id)).toBe("room-not-found");
	await vi.waitFor(async () => expect(Object.keys(await ann.storage.all())).toEqual([`room/${roomId}`]));
});

test("a file that was given less time than the room is gone with its bytes", async () => {
	const file = encodeBase64url(bytesFor(3));
	await ann.do({ type: "send-file", roomId, text: "for now", goesAfter: 10, file: picture, bytes: file });
	await arrived(ben, 3);
	const { id } = fileOf(ben);
	expect(await read(ben)).toBeInstanceOf(Uint8Array);
	await ben.until(() => filesOf(ben).length === 0, 25_000);
	for (const who of [ann, ben]) {
		await who.until(() => filesOf(who).length === 0);
		expect(await read(who, id)).toBe("not-found");
	}
});

test("a file whose author went away midway stays unwhole, and nothing comes of asking for it", async () => {
	await sendFile(ann, bytesFor(60));
	await arrived(ben, 5);
	await ann.do({ type: "leave", roomId });
	await ben.until(() => ben.live(roomId).people.some(({ here }) => !here));
	expect(fileOf(ben).arrived ?? 0).toBeLessThan(60);
	expect(await read(ben)).toBe("not-found");
});

test("who comes back to a file that can't be finished takes it back", async () => {
	await sendFile(ann, bytesFor(60));
	await arrived(ben, 5);
	ann.rooms.close();
	await ann.storage.remove(`files/${roomId}`);
	ann = ann.restart();
	await takenBack(ben);
});

test("who comes later, and was handed the key, reads the file too", async () => {
	const bytes = bytesFor(4);
	await sendFile(ann, bytes);
	await arrived(ben, 4);
	const cem = createPerson({ server: server.origin });
	await cem.do({ type: "invite", link });
	await cem.do({ type: "join", roomId, name: "Cem" });
	await arrived(cem, 4);
	expect(await read(cem)).toEqual(bytes);
});

/** A member that keeps no rule, with a key that the others have. */
async function badMember(): Promise<BadMember> {
	const mal = await createBadMember({ server: server.origin, link });
	const answer = await fetch(`${server.origin}/api/rooms/${roomId}`, {
		headers: { authorization: `Bearer ${ben.rooms.seats()[0]?.token}` },
	});
	const { members } = (await answer.json()) as { members: { memberId: string; profile: string }[] };
	const others = members.filter(({ memberId }) => memberId !== mal.memberId);
	await mal.handOver(await Promise.all(others.map(({ memberId, profile }) => mal.profileOf(memberId, profile))));
	return mal;
}
const announcement = async (bytes: Bytes) => ({
	kind: "file",
	text: "",
	file: { name: "mal.txt", bytes: bytes.length, sha256: encodeBase64url(await sha256(bytes)) },
});

test("a chunk twice, too many, of another size, before its time or by another does nothing", async () => {
	const mal = await badMember();
	const bytes = bytesFor(2);
	const [first, second] = [bytes.slice(0, chunkBytes), bytes.slice(chunkBytes)];
	const id = "malmalmalmalmalmalmal";
	const chunk = (index: number, part: Uint8Array) => mal.say({ kind: "chunk", to: id, index, bytes: part });
	await chunk(0, random(chunkBytes));
	await mal.say(await announcement(bytes), { id });
	await ben.until(() => filesOf(ben).length === 1);
	await chunk(1, random(chunkBytes));
	await chunk(0, random(5));
	await chunk(7, random(5));
	await chunk(0, first);
	await chunk(0, random(chunkBytes));
	expect(await read(ben)).toBe("not-found");
	await chunk(1, second);
	await chunk(1, random(second.length));
	await mal.say({ kind: "text", text: "after" });
	await ben.until(() => ben.live(roomId).log.some((entry) => entry.type === "message" && entry.text === "after"));
	expect(fileOf(ben).arrived).toBe(2);
	expect(await read(ben)).toEqual(bytes);

	// Another's file is not theirs to fill.
	await sendFile(ann, bytesFor(20), { text: "ann's" });
	await ben.until(() => filesOf(ben).length === 2);
	const anns = filesOf(ben)[1]?.id ?? "";
	await mal.say({ kind: "chunk", to: anns, index: 19, bytes: random(100) });
	await ben.until(() => filesOf(ben)[1]?.arrived === 20, 20_000);
	expect(await read(ben, anns)).toBeInstanceOf(Uint8Array);
});

test("a file that is not what was announced is never given out", async () => {
	const mal = await badMember();
	const bytes = bytesFor(1);
	const { id } = await mal.say(await announcement(bytes));
	await mal.say({ kind: "chunk", to: id, index: 0, bytes: bytes.map((byte) => byte ^ 1) });
	await arrived(ben, 1);
	expect(await read(ben)).toBe("not-found");
});

test.each<[string, object]>([
	["more than may be", { bytes: mostFileBytes + 1 }],
	["nothing", { bytes: 0 }],
	["half a byte", { bytes: 0.5 }],
	["a path", { name: "a/../b" }],
	["a name that turns", { name: "harmless\u202Efdp.exe" }],
	["a name without end", { name: "x".repeat(121) }],
	["a page as a voice note", { sound: { type: "text/html", seconds: 5 } }],
	["a voice note without end", { sound: { type: "audio/webm", seconds: 61 } }],
	["a picture that is to be heard", { ...picture, sound: { type: "audio/webm", seconds: 5 } }],
	["a page as a picture", { picture: { type: "text/html", width: 5, height: 5 } }],
	["a drawing that runs", { picture: { type: "image/svg+xml", width: 5, height: 5 } }],
	["a picture as large as the sky", { picture: { type: "image/png", width: 1e9, height: 5 } }],
	["no hash", { sha256: "x" }],
])("a file that claims %s is caught, and what follows is read", async (_, claim) => {
	const mal = await badMember();
	const fair = await announcement(bytesFor(1));
	await mal.say({ ...fair, file: { ...fair.file, ...claim } });
	await mal.say({ kind: "text", text: "after" });
	await ben.until(() => ben.live(roomId).log.some((entry) => entry.type === "message" && entry.text === "after"));
	expect(filesOf(ben)).toEqual([]);
	expect(ben.live(roomId).log.filter(({ type }) => type === "caught")).toHaveLength(1);
});

test.each<[string, object]>([
	["no bytes", { index: 0 }],
	["bytes as text", { index: 0, bytes: "AAAA" }],
	["a place below the first", { index: -1, bytes: random(5) }],
	["a place beyond the last", { index: 1e6, bytes: random(5) }],
	["more bytes than a chunk has", { index: 0, bytes: random(chunkBytes + 1) }],
])("a chunk with %s is caught, and what follows is read", async (_, parts) => {
	const mal = await badMember();
	const { id } = await mal.say(await announcement(bytesFor(1)));
	await mal.say({ kind: "chunk", to: id, ...parts });
	await mal.say({ kind: "text", text: "after" });
	await ben.until(() => ben.live(roomId).log.some((entry) => entry.type === "message" && entry.text === "after"));
	expect(ben.live(roomId).log.filter(({ type }) => type === "caught")).toHaveLength(1);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeBase64url } from "../crypto/base64url.ts";
import { inviteHash } from "../room/invites.ts";
import { type BadNetwork, createBadNetwork } from "./testing/bad-network.ts";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { createSkippingTime } from "./testing/skipping-time.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

let server: TestServer;
let network: BadNetwork;
let ann: Person;
let ben: Person;
let cat: Person;
let roomId: string;
const time = createSkippingTime();

/** Ann's room is locked, Ben is in it, and Cat stands before the door. */
beforeEach(async () => {
	server = await startTestServer({ rateLimits: false });
	network = await createBadNetwork(server.origin);
	ann = createPerson({ server: server.origin, options: { time } });
	cat = createPerson({ server: network.origin });
	ben = createPerson({ server: server.origin });
	const met = await meet(ann, ben, { capacity: 4 });
	roomId = met.roomId;
	await ann.do({ type: "lock", roomId, locked: true });
	await cat.do({ type: "invite", link: met.link.replace(server.origin, network.origin) });
});
afterEach(async () => {
	sendAllHome();
	await network.close();
	await server.close();
});

const join = () => cat.rooms.do({ type: "join", roomId, name: "Cat" });
const knock = () => cat.do({ type: "knock", roomId, name: "Cat" });
async function heardByAnn(): Promise<string> {
	await ann.until(() => ann.live(roomId).knocks.length === 1);
	const [heard] = ann.live(roomId).knocks;
	expect(heard?.name).toBe("Cat");
	return String(heard?.id);
}

test("who knocks is let in as who they said they are, and nobody else with them", async () => {
	expect(await join()).toEqual({ ok: false, code: "room-locked" });
	await knock();
	const id = await heardByAnn();
	expect(await join()).toEqual({ ok: false, code: "room-locked" });
	await ann.do({ type: "answer-knock", roomId, id, letIn: true });
	const dan = createPerson({ server: server.origin });
	await dan.do({ type: "invite", link: ann.live(roomId).link });
	expect(await dan.rooms.do({ type: "join", roomId, name: "Dan" })).toEqual({ ok: false, code: "room-locked" });
	expect(await join()).toMatchObject({ ok: true });
	await ann.until(() => ann.live(roomId).people.some(({ name, here }) => name === "Cat" && here));
	expect(ann.live(roomId).knocks).toEqual([]);
	expect(ann.live(roomId).invites).toEqual([]);
	expect(cat.live(roomId).link.replace(network.origin, server.origin)).toBe(ann.live(roomId).link);
});

test("who is turned away is told, and can knock anew", async () => {
	await knock();
	await ann.do({ type: "answer-knock", roomId, id: await heardByAnn(), letIn: false });
	expect(await join()).toEqual({ ok: false, code: "invite-spent" });
	expect(await join()).toEqual({ ok: false, code: "room-locked" });
	await knock();
	await ann.do({ type: "answer-knock", roomId, id: await heardByAnn(), letIn: true });
	expect(await join()).toMatchObject({ ok: true });
});

test("knocking again is the same knock, also after the worker died, and who stops is forgotten", async () => {
	await knock();
	const id = await heardByAnn();
	cat = cat.restart();
	await knock();
	await knock();
	expect(await join()).toEqual({ ok: false, code: "room-locked" });
	expect(ann.live(roomId).knocks.map((heard) => heard.id)).toEqual([id]);
	time.skip(60_000);
	await ann.until(() => ann.live(roomId).knocks.length === 0);
});

test("the room's own link, opened again while one waits, changes nothing of it; a link for one person takes its place", async () => {
	await knock();
	const id = await heardByAnn();
	const link = ann.live(roomId).link.replace(server.origin, network.origin);
	await cat.do({ type: "invite", link });
	await knock();
	await ann.do({ type: "answer-knock", roomId, id, letIn: false });
	expect(await join()).toEqual({ ok: false, code: "invite-spent" });

	await knock();
	const { link: single = "" } = await ann.do({ type: "make-invite", roomId });
	await cat.do({ type: "invite", link: single.replace(server.origin, network.origin) });
	expect(await join()).toMatchObject({ ok: true });
	await ann.until(() => ann.live(roomId).invites.length === 0);
});

test("a link for one person that is spent bars nobody from a room that is open", async () => {
	const { link: single = "" } = await ann.do({ type: "make-invite", roomId });
	await ann.do({ type: "withdraw-invite", roomId, id: String(ann.live(roomId).invites[0]?.id) });
	await ann.do({ type: "lock", roomId, locked: false });
	await cat.do({ type: "invite", link: single.replace(server.origin, network.origin) });
	expect(await join()).toEqual({ ok: false, code: "invite-spent" });
	await cat.do({ type: "invite", link: ann.live(roomId).link.replace(server.origin, network.origin) });
	expect(await join()).toMatchObject({ ok: true });
});

test("a knock tells the server neither the name nor the key that lets in, and only the starter answers it", async () => {
	await knock();
	const id = await heardByAnn();
	const [called] = network.calls.filter(({ line }) => /knocks/.test(line));
	expect(Object.keys(JSON.parse(String(called?.body))).toSorted()).toEqual([
		...["accessKey", "inviteHash", "memberId", "profile"],
	]);
	const kept = JSON.parse(String((await cat.storage.all())[`room/${roomId}`]));
	const key = kept.link.slice(-43);
	expect(await inviteHash(decodeBase64url(key) ?? new Uint8Array())).toBe(id);
	expect(called?.body).not.toContain(key);
	expect(await ben.rooms.do({ type: "answer-knock", roomId, id, letIn: true })).toEqual({
		ok: false,
		code: "not-allowed",
	});
	expect(await join()).toEqual({ ok: false, code: "room-locked" });
});

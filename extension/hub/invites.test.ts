import { afterEach, beforeEach, expect, test } from "vitest";
import { secureRandom } from "../crypto/random.ts";
import { newInvite } from "../room/invites.ts";
import { type BadNetwork, createBadNetwork } from "./testing/bad-network.ts";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

let server: TestServer;
let network: BadNetwork;
let ann: Person;
let ben: Person;
let cat: Person;
let roomId: string;
let link: string;

/** Ann's room is locked, Ben is in it, and Cat is not. */
beforeEach(async () => {
	server = await startTestServer({ rateLimits: false });
	network = await createBadNetwork(server.origin);
	ann = createPerson({ server: network.origin });
	[ben, cat] = [0, 1].map(() => createPerson({ server: server.origin })) as [Person, Person];
	({ roomId, link } = await meet(ann, ben, { capacity: 4 }));
	await ann.do({ type: "lock", roomId, locked: true });
});
afterEach(async () => {
	sendAllHome();
	await network.close();
	await server.close();
});

const makeInvite = async () => String((await ann.do({ type: "make-invite", roomId })).link);
const here = (way: string) => way.replace(network.origin, server.origin);

async function comeIn(who: Person, by: string) {
	await who.do({ type: "invite", link: here(by) });
	return who.rooms.do({ type: "join", roomId, name: "Cat" });
}

test("a link for one person lets them into a locked room, and no second one; whoever made it sees it go", async () => {
	const single = await makeInvite();
	expect(single.startsWith(`${link}.`)).toBe(true);
	expect(ann.live(roomId).invites.map((invite) => invite.link)).toEqual([single]);
	expect(await comeIn(cat, link)).toEqual({ ok: false, code: "room-locked" });
	expect(await comeIn(cat, single)).toMatchObject({ ok: true });
	await ann.until(() => ann.live(roomId).invites.length === 0);
	const dan = createPerson({ server: server.origin });
	expect(await comeIn(dan, single)).toEqual({ ok: false, code: "invite-spent" });
	// What is handed on from inside is the room's own link.
	expect(here(cat.live(roomId).link)).toBe(here(link));
	await ann.do({ type: "send", roomId, text: "welcome" });
	await cat.reads(roomId, ["welcome"]);
});

test("who goes on elsewhere comes back into the locked room by the invite their seat left, also by a worker that did not hear of it", {
	timeout: 60_000,
}, async () => {
	const invite = await newInvite(secureRandom);
	await ben.do({ type: "leave", roomId, invite: invite.hash });
	const elsewhere = createPerson({ server: network.origin });
	await elsewhere.do({ type: "invite", link });
	network.cut();
	const former = { formerKeys: [], readCursor: null, invite: invite.key };
	const lost = elsewhere.rooms.do({ type: "join", roomId, name: "Ben", former });
	expect(await lost).toEqual({ ok: false, code: "unreachable" });
	network.mend();
	const woken = elsewhere.restart();
	await woken.rooms.ready;
	expect(await woken.rooms.do({ type: "join", roomId, name: "Ben" })).toMatchObject({ ok: true });
	expect(await comeIn(cat, link)).toEqual({ ok: false, code: "room-locked" });
});

test("opening a link for one person says nothing to the server: only a press on Join spends it", async () => {
	const single = await makeInvite();
	const before = network.calls.length;
	const dan = createPerson({ server: network.origin });
	await dan.do({ type: "invite", link: single });
	await dan.do({ type: "dismiss", roomId });
	expect(network.calls.slice(before).filter(({ line }) => /members/.test(line))).toEqual([]);
	expect(await comeIn(cat, single)).toMatchObject({ ok: true });
});

test("a join by an invite whose answer was lost is the same join", async () => {
	const single = await makeInvite();
	const dan = createPerson({ server: network.origin });
	network.loseAnswers(/^POST .*members/, 1);
	await dan.do({ type: "invite", link: single });
	await dan.do({ type: "join", roomId, name: "Dan" });
	await ann.until(() => ann.live(roomId).people.filter((person) => person.here).length === 3);
	expect(dan.live(roomId).link).toBe(link);
});

test("a withdrawn link opens nothing", async () => {
	const single = await makeInvite();
	const [invite] = ann.live(roomId).invites;
	await ann.do({ type: "withdraw-invite", roomId, id: String(invite?.id) });
	expect(ann.live(roomId).invites).toEqual([]);
	expect(await comeIn(cat, single)).toEqual({ ok: false, code: "invite-spent" });
});

test("links outlive the worker while they are not used, and go when they were used meanwhile", async () => {
	const [first, second] = [await makeInvite(), await makeInvite()];
	ann = ann.restart();
	await ann.until(() => ann.room(roomId)?.phase === "live");
	expect(ann.live(roomId).invites.map((invite) => invite.link)).toEqual([first, second]);
	ann.rooms.close();
	await comeIn(cat, first);
	ann = ann.restart();
	await ann.until(() => {
		const room = ann.room(roomId);
		return room?.phase === "live" && room.caughtUp && room.invites.length === 1;
	});
	expect(ann.live(roomId).invites.map((invite) => invite.link)).toEqual([second]);
});

test("nobody but the starter makes one, and one that could not be made is not shown", async () => {
	expect(await ben.rooms.do({ type: "make-invite", roomId })).toEqual({ ok: false, code: "not-allowed" });
	expect(ben.live(roomId).invites).toEqual([]);
	expect(String((await ben.storage.all())[`invites/${roomId}`])).toBe("[]");
});

test("nothing of a link is left when the room is gone, and the key of no invite is in an address", async () => {
	const single = await makeInvite();
	await ann.do({ type: "destroy", roomId });
	const key = single.slice(-43);
	expect(JSON.stringify(await ann.storage.all())).not.toContain(key);
	expect(network.calls.some(({ line }) => line.includes(key))).toBe(false);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { type BadNetwork, createBadNetwork } from "./testing/bad-network.ts";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

let server: TestServer;
let network: BadNetwork;
let ann: Person;
let ben: Person;
let cat: Person;

beforeEach(async () => {
	server = await startTestServer({ rateLimits: false });
	network = await createBadNetwork(server.origin);
	ann = createPerson({ server: network.origin });
	[ben, cat] = [0, 1].map(() => createPerson({ server: server.origin })) as [Person, Person];
});
afterEach(async () => {
	sendAllHome();
	await network.close();
	await server.close();
});

const starterOf = (who: Person, roomId: string) => {
	const { starter, people } = who.live(roomId);
	return people.find(({ memberId }) => memberId === starter)?.name;
};
const handedOver = (who: Person, roomId: string) =>
	who.live(roomId).log.flatMap((entry) => {
		if (entry.type === "caught") return ["caught"];
		return entry.type === "appointed" ? [`${entry.by} to ${entry.memberId}`] : [];
	});

/** Ann and Ben in Ann's room, which has a seat more. */
async function annAndBen() {
	const { roomId, link } = await meet(ann, ben, { capacity: 3 });
	const [annId, benId] = [ann.live(roomId).me, ben.live(roomId).me];
	expect([ann, ben].map((who) => starterOf(who, roomId))).toEqual(["Ann", "Ann"]);
	return { roomId, link: link.replace(network.origin, server.origin), annId, benId };
}

test("who is handed the room locks it and removes people, who handed it over does not; who comes later knows", async () => {
	const { roomId, link, annId, benId } = await annAndBen();
	await ann.do({ type: "hand-over", roomId, memberId: benId });
	await Promise.all([ann, ben].map((who) => who.until(() => starterOf(who, roomId) === "Ben")));
	await cat.do({ type: "invite", link });
	await cat.do({ type: "join", roomId, name: "Cat" });
	await cat.until(() => cat.live(roomId).caughtUp);
	expect(starterOf(cat, roomId)).toBe("Ben");
	for (const who of [ann, ben, cat]) expect(handedOver(who, roomId)).toEqual([`${annId} to ${benId}`]);

	const refused = { ok: false, code: "not-allowed" };
	expect(await ann.rooms.do({ type: "lock", roomId, locked: true })).toEqual(refused);
	expect(await ann.rooms.do({ type: "remove", roomId, memberId: cat.live(roomId).me })).toEqual(refused);
	await ben.do({ type: "lock", roomId, locked: true });
	await ben.do({ type: "remove", roomId, memberId: annId });
	await ann.until(() => ann.room(roomId)?.phase === "ended");
	expect(ann.room(roomId)).toMatchObject({ reason: "removed" });
});

test("a handover whose answer was lost is done once; asked for again it changes nothing", async () => {
	const { roomId, benId } = await annAndBen();
	network.loseAnswers(/^PUT/, 1);
	await ann.do({ type: "hand-over", roomId, memberId: benId });
	expect(network.calls.filter(({ line }) => line.startsWith("PUT"))).toHaveLength(2);
	await Promise.all([ann, ben].map((who) => who.until(() => starterOf(who, roomId) === "Ben")));
	await ann.do({ type: "hand-over", roomId, memberId: benId });
	await ben.do({ type: "hand-over", roomId, memberId: benId });
	expect(handedOver(ben, roomId)).toHaveLength(1);
});

test("nobody but the starter hands over, nor to nobody, and what could not be done leaves all as it was", {
	timeout: 60_000,
}, async () => {
	const { roomId, annId, benId } = await annAndBen();
	const ask = (who: Person, memberId: string) => who.rooms.do({ type: "hand-over", roomId, memberId });
	expect(await ask(ben, benId)).toEqual({ ok: false, code: "not-allowed" });
	expect(await ask(ann, "A".repeat(22))).toEqual({ ok: false, code: "member-not-found" });
	network.cut();
	expect(await ask(ann, benId)).toEqual({ ok: false, code: "unreachable" });
	network.mend();
	await ann.do({ type: "reconnect" });
	await ann.until(() => ann.live(roomId).connection.name === "open");
	expect(ann.live(roomId).starter).toBe(annId);
	await ann.do({ type: "hand-over", roomId, memberId: benId });
	await ben.until(() => starterOf(ben, roomId) === "Ben");
	await ben.do({ type: "hand-over", roomId, memberId: annId });
	// Her snapshot said so before Ben had it, too.
	await ann.until(() => handedOver(ann, roomId).length === 2);
	await ann.do({ type: "hand-over", roomId, memberId: benId });
	await ben.until(() => handedOver(ben, roomId).length === 3);
	expect(handedOver(ben, roomId)).toEqual([`${annId} to ${benId}`, `${benId} to ${annId}`, `${annId} to ${benId}`]);
});

test("whose the room is outlives the worker, and what they write after it is no reason to doubt the server", async () => {
	const { roomId, benId } = await annAndBen();
	await ann.do({ type: "hand-over", roomId, memberId: benId });
	await ben.until(() => starterOf(ben, roomId) === "Ben");
	const woken = ann.restart();
	await woken.until(() => woken.room(roomId)?.phase === "live" && woken.live(roomId).caughtUp);
	expect(starterOf(woken, roomId)).toBe("Ben");
	await woken.do({ type: "send", roomId, text: "It’s yours now." });
	await ben.reads(roomId, ["It’s yours now."]);
	await ben.do({ type: "send", roomId, text: "Thank you." });
	for (const who of [woken, ben]) {
		await who.reads(roomId, ["It’s yours now.", "Thank you."]);
		expect(who.live(roomId).log.some(({ type }) => type === "differs" || type === "caught")).toBe(false);
	}
});

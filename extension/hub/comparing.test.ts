import { afterEach, beforeEach, expect, test } from "vitest";
import { safetyNumber } from "../crypto/safety-number.ts";
import { comparison, toCompare } from "../room/compared.ts";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

let server: TestServer;
let ann: Person;
let ben: Person;
let cat: Person;

beforeEach(async () => {
	server = await startTestServer();
	[ann, ben, cat] = [0, 1, 2].map(() => createPerson({ server: server.origin })) as [Person, Person, Person];
});
afterEach(async () => {
	sendAllHome();
	await server.close();
});

const members = (who: Person, roomId: string) => toCompare(who.live(roomId).people).map(({ memberId }) => memberId);
const stateOf = (who: Person, roomId: string) => {
	const { people, me, compared } = who.live(roomId);
	return comparison(people, me, compared);
};
const match = (who: Person, roomId: string) =>
	who.do({ type: "compare", roomId, memberIds: members(who, roomId), matches: true });

test("all members have the same number; one who comes makes another one, and who leaves takes theirs out of it", async () => {
	const { roomId, link } = await meet(ann, ben, { capacity: 3 });
	const numbers = async (...all: Person[]) =>
		new Set(await Promise.all(all.map((who) => safetyNumber(roomId, members(who, roomId)))));
	const first = await numbers(ann, ben);
	expect(first.size).toBe(1);
	await cat.do({ type: "invite", link });
	await cat.do({ type: "join", roomId, name: "Cat" });
	for (const who of [ann, ben, cat]) await who.until(() => members(who, roomId).length === 3);
	const second = await numbers(ann, ben, cat);
	expect(second.size).toBe(1);
	expect(second).not.toEqual(first);
	await cat.do({ type: "leave", roomId });
	for (const who of [ann, ben]) await who.until(() => members(who, roomId).length === 2);
	expect(await numbers(ann, ben)).toEqual(first);
});

test("that it matched outlives the worker, holds for those it was compared with alone, and goes with the room", async () => {
	const { roomId, link } = await meet(ann, ben, { capacity: 3 });
	await match(ann, roomId);
	expect(stateOf(ann, roomId)).toBe("all");
	expect(stateOf(ben, roomId)).toBe("not-yet");
	const woken = ann.restart();
	await woken.until(() => woken.room(roomId)?.phase === "live" && woken.live(roomId).caughtUp);
	expect(stateOf(woken, roomId)).toBe("all");
	await cat.do({ type: "invite", link });
	await cat.do({ type: "join", roomId, name: "Cat" });
	await woken.until(() => members(woken, roomId).length === 3);
	expect(stateOf(woken, roomId)).toBe("part");
	await woken.do({ type: "destroy", roomId });
	expect(Object.keys(await woken.storage.all())).toEqual([`room/${roomId}`]);
});

test("one that differs takes back that it matched", async () => {
	const { roomId } = await meet(ann, ben);
	await match(ann, roomId);
	await ann.do({ type: "compare", roomId, memberIds: members(ann, roomId), matches: false });
	expect(stateOf(ann, roomId)).toBe("not-yet");
	const woken = ann.restart();
	await woken.until(() => woken.room(roomId)?.phase === "live" && woken.live(roomId).caughtUp);
	expect(stateOf(woken, roomId)).toBe("not-yet");
});

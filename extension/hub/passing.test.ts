import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { createSkippingTime, type SkippingTime } from "./testing/skipping-time.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

vi.setConfig({ testTimeout: 60_000 });

let server: TestServer;
let time: SkippingTime;
beforeEach(async () => {
	server = await startTestServer();
	time = createSkippingTime();
});
afterEach(async () => {
	sendAllHome();
	await server.close();
});

const person = () => createPerson({ server: server.origin, options: { time } });
const everythingOf = async (who: Person) => JSON.stringify([who.rooms.getSnapshot(), await who.storage.all()]);
const hasGone = (who: Person, roomId: string) => {
	const room = who.room(roomId);
	return room?.phase === "live" && room.log.some((entry) => entry.type === "withdrawn" && entry.passed);
};

test("a message goes from everybody's screen and storage when its time is up, and stays away when a worker reads all again", async () => {
	const [ann, ben] = [person(), person()];
	const { roomId } = await meet(ann, ben);
	await ann.do({ type: "send", roomId, text: "the door code is 4711", goesAfter: 60 });
	await ben.do({ type: "send", roomId, text: "thanks" });
	for (const who of [ann, ben])
		await who.until(() => who.live(roomId).log.filter(({ type }) => type === "message").length === 2);
	expect(await everythingOf(ben)).toContain("4711");
	const shown: string[] = [];
	server.skip(61_000);
	time.skip(61_000);
	for (const who of [ann, ben]) {
		await who.until(() => hasGone(who, roomId));
		await who.reads(roomId, ["thanks"]);
		expect(await everythingOf(who)).not.toContain("4711");
	}
	const later = ben.restart();
	later.rooms.subscribe(() => shown.push(JSON.stringify(later.rooms.getSnapshot())));
	await later.until(() => hasGone(later, roomId));
	await later.reads(roomId, ["thanks"]);
	expect(shown.join()).not.toContain("4711");
});

test("who comes when it has gone reads that it was there, and no word of it", async () => {
	const [ann, ben, cat] = [person(), person(), person()];
	const { roomId, link } = await meet(ann, ben, { capacity: 3 });
	await ann.do({ type: "send", roomId, text: "the door code is 4711", goesAfter: 10 });
	await ben.reads(roomId, ["the door code is 4711"]);
	server.skip(11_000);
	time.skip(11_000);
	await ben.until(() => hasGone(ben, roomId));
	const shown: string[] = [];
	cat.rooms.subscribe(() => shown.push(JSON.stringify(cat.rooms.getSnapshot())));
	await cat.do({ type: "invite", link });
	await cat.do({ type: "join", roomId, name: "Cat" });
	await cat.until(() => hasGone(cat, roomId));
	expect(shown.join()).not.toContain("4711");
});

test("its time begins when the server has it, not when it was written", async () => {
	const [ann, ben] = [person(), person()];
	const { roomId } = await meet(ann, ben);
	ann.rooms.close();
	const offline = ann.restart({ fetch: () => Promise.reject(new TypeError("offline")) });
	await offline.rooms.ready;
	await offline.do({ type: "send", roomId, text: "later", goesAfter: 10 });
	server.skip(60_000);
	time.skip(60_000);
	const back = offline.restart({ fetch });
	await back.reads(roomId, ["later"]);
	await ben.reads(roomId, ["later"]);
});

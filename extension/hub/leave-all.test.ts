import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type BadNetwork, createBadNetwork } from "./testing/bad-network.ts";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

// Waits for real timers of client and server: a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000 });

let server: TestServer;
let network: BadNetwork;
let ann: Person;
let ben: Person;
beforeAll(async () => {
	server = await startTestServer();
	network = await createBadNetwork(server.origin);
});
afterAll(async () => {
	await network.close();
	await server.close();
});
beforeEach(() => {
	network.mend();
	ann = createPerson({ server: network.origin });
	ben = createPerson({ server: server.origin });
});
afterEach(sendAllHome);

/** Two rooms with Ben, with something written in each, and a link not joined yet. */
async function severalRooms(): Promise<string[]> {
	const [one, two] = [await meet(ann, ben), await meet(ann, ben)];
	await ann.do({ type: "send", roomId: one.roomId, text: "said" });
	await ben.reads(one.roomId, ["said"]);
	await ann.do({ type: "draft", roomId: two.roomId, text: "half a thought" });
	const { link = "" } = await ben.do({ type: "start", ttlSeconds: 60, capacity: 2 });
	await ann.do({ type: "invite", link: link.replace(server.origin, network.origin) });
	return [one.roomId, two.roomId];
}

const isGone = async (person: Person) => {
	expect(person.rooms.getSnapshot()).toEqual({ ready: true, rooms: [], open: null });
	expect(await person.storage.all()).toEqual({});
};

test("all rooms are left at once: nothing of any is kept, and the others see an empty seat", async () => {
	const roomIds = await severalRooms();
	await ann.do({ type: "leave-all" });
	await isGone(ann);
	expect(ann.rooms.hasLiveRooms()).toBe(false);
	for (const roomId of roomIds) {
		await ben.until(() =>
			ben.live(roomId).people.some((person) => person.memberId !== ben.live(roomId).me && !person.here),
		);
	}
	expect(await ann.restart().rooms.do({ type: "reconnect" })).toEqual({ ok: true });
	await isGone(ann);
});

test("with the network away nothing of them is left here either, and nothing comes back with it", async () => {
	const roomIds = await severalRooms();
	network.cut();
	for (const roomId of roomIds) await ann.do({ type: "send", roomId, text: "never sent" });
	const waits = (roomId: string) => ann.live(roomId).unsent.every(({ state }) => state.name === "waiting");
	await ann.until(() => roomIds.every(waits));
	const before = network.calls.length;
	await ann.do({ type: "leave-all" });
	await isGone(ann);
	network.mend();
	await new Promise((done) => setTimeout(done, 1_500));
	await isGone(ann);
	const after = network.calls.slice(before).filter(({ line }) => !line.startsWith("DELETE"));
	expect(after).toEqual([]);
	await ben.until(() => roomIds.every((roomId) => ben.room(roomId)?.phase === "live"));
});

test("who was on the way into a room comes in too late, and leaves it again", async () => {
	const starting = ann.rooms.do({ type: "start", ttlSeconds: 60, capacity: 2 });
	await vi.waitFor(() => expect(network.calls.some(({ line }) => line === "POST /api/rooms")).toBe(true), 10_000);
	await ann.do({ type: "leave-all" });
	expect(await starting).toEqual({ ok: false, code: "room-not-found" });
	await isGone(ann);
});

test("a room that is started afterwards is like any other", async () => {
	await severalRooms();
	await ann.do({ type: "leave-all" });
	const { roomId } = await meet(ann, ben);
	await ann.do({ type: "send", roomId, text: "here again" });
	await ben.reads(roomId, ["here again"]);
});

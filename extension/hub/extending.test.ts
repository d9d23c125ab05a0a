import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

vi.setConfig({ testTimeout: 30_000 });

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.close());
afterEach(sendAllHome);

const extensions = (who: Person, roomId: string) =>
	who.live(roomId).log.flatMap((entry) => (entry.type === "extended" ? [entry] : []));

test("two who add time at once, by different amounts and with no word of each other, have the later end, and it never goes back", async () => {
	const [ann, ben] = [createPerson({ server: server.origin }), createPerson({ server: server.origin })];
	const { roomId } = await meet(ann, ben);
	const before = ann.live(roomId).expiresAt;
	const ends: number[] = [];
	for (const who of [ann, ben]) who.rooms.subscribe(() => ends.push(who.live(roomId).expiresAt));
	await Promise.all([
		ann.do({ type: "extend", roomId, addSeconds: 1200 }),
		ben.do({ type: "extend", roomId, addSeconds: 600 }),
	]);
	const last = (who: Person) => extensions(who, roomId).at(-1)?.expiresAt;
	await ben.until(() => (last(ben) ?? 0) >= before + 1_200_000 && last(ben) === last(ann));
	for (const who of [ann, ben]) expect(who.live(roomId).expiresAt).toBe(last(ann));
	expect(ends.every((end) => end >= before)).toBe(true);
});

test("two who add the same at once add it once, and each sees who", async () => {
	const [ann, ben] = [createPerson({ server: server.origin }), createPerson({ server: server.origin })];
	const { roomId } = await meet(ann, ben);
	const before = ann.live(roomId).expiresAt;
	await Promise.all([ann, ben].map((who) => who.do({ type: "extend", roomId, addSeconds: 600 })));
	for (const who of [ann, ben]) {
		await who.until(() => extensions(who, roomId).length > 0);
		expect(who.live(roomId).expiresAt - before).toBeGreaterThanOrEqual(600_000);
		expect(who.live(roomId).expiresAt - before).toBeLessThan(603_000);
		const [first, ...rest] = extensions(who, roomId);
		expect(first?.addedMs).toBeGreaterThanOrEqual(599_000);
		for (const { addedMs } of rest) expect(addedMs).toBeLessThan(1_500);
	}
});

import { beforeEach, expect, test } from "vitest";
import { createFakeRooms, type FakeRooms, invitedRoom, listing, liveRoom, showing } from "../ui/testing/fake-rooms.ts";
import { withAddress } from "./address.ts";

const origin = "https://mayfly.example";
const room = liveRoom();
let href = `${origin}/`;
let left: string | null = null;
const bar = {
	href: () => href,
	replace(next: string) {
		href = next;
	},
	leaveFor(next: string) {
		left = next;
	},
};
let fake: FakeRooms;

beforeEach(() => {
	href = `${origin}/`;
	left = null;
	fake = createFakeRooms(listing());
});

test("a room that was started here is in the address, so that a reload opens it", () => {
	withAddress(fake, bar);
	fake.show(showing(room));
	expect(href).toBe(room.link);
});

test("a link that was pasted is in the address before it is joined", async () => {
	const rooms = withAddress(fake, bar);
	await rooms.do({ type: "invite", link: ` ${room.link} ` });
	expect(href).toBe(room.link);
});

test("a room that is over keeps its address until it is forgotten", async () => {
	href = room.link;
	const rooms = withAddress(fake, bar);
	const { roomId, name, server } = room;
	fake.show(showing({ phase: "ended", roomId, name, server, reason: "expired", byMe: false }));
	expect(href).toBe(room.link);
	await rooms.do({ type: "dismiss", roomId });
	expect(href).toBe(`${origin}/`);
});

test("no address of a room is left when all are left", async () => {
	href = room.link;
	const rooms = withAddress(fake, bar);
	fake.show(showing(room));
	fake.show(listing());
	await rooms.do({ type: "leave-all" });
	expect(href).toBe(`${origin}/`);
});

test("an address whose link has not been opened yet stays as it is", () => {
	href = room.link;
	withAddress(fake, bar);
	fake.show(listing());
	expect(href).toBe(room.link);
	fake.show(showing(invitedRoom()));
	expect(href).toBe(room.link);
});

test("a link of another server is left to that server's page", async () => {
	const rooms = withAddress(fake, bar);
	const link = room.link.replace(origin, "https://chat.example.org");
	await rooms.do({ type: "invite", link });
	expect(left).toBe(link);
	expect(fake.asked).toEqual([]);
});

test("a link in the pointed brackets of a mail is the link, here and for another server", async () => {
	const rooms = withAddress(fake, bar);
	await rooms.do({ type: "invite", link: `<${room.link}>` });
	expect(href).toBe(room.link);
	const link = room.link.replace(origin, "https://chat.example.org");
	await rooms.do({ type: "invite", link: `<${link}>` });
	expect(left).toBe(link);
});

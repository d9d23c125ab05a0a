import { expect, test } from "vitest";
import type { EndedRoom } from "../hub/rooms.ts";
import { createFakeRooms, invitedRoom, listing, liveRoom, showing } from "../ui/testing/fake-rooms.ts";
import { offerTabLink } from "./tab-link.ts";

const roomId = "V1StGXR8Z5jdHi6BmyTqLw";
const { link, name, server } = liveRoom();
const foreign = link.replace("mayfly.example", "chat.example.org");

test("a page whose address is a room link offers to join it, wherever it is", async () => {
	for (const url of [link, foreign, link.replace("#", "?from=mail#")]) {
		const fake = createFakeRooms(listing());
		await offerTabLink(fake, url);
		expect(fake.asked).toEqual([{ type: "invite", link: url }]);
	}
});

test("any other address, and one that the browser does not tell, offers nothing", async () => {
	for (const url of [
		undefined,
		"",
		"about:blank",
		"chrome://extensions",
		link.slice(0, -1),
		"https://mayfly.example/",
	]) {
		const fake = createFakeRooms(listing());
		await offerTabLink(fake, url);
		expect(fake.asked).toEqual([]);
	}
});

test("a room that is open here stays as it is, and one that is over is not offered again, unless it was left", async () => {
	const ended = (reason: EndedRoom["reason"]): EndedRoom => {
		return { phase: "ended", roomId, name, server, reason, byMe: false };
	};
	for (const [room, times] of [
		[liveRoom({ roomId }), 0],
		[invitedRoom({ roomId }), 1],
		[ended("destroyed"), 0],
		[ended("removed"), 0],
		[ended("left"), 1],
	] as const) {
		const fake = createFakeRooms(showing(room));
		await offerTabLink(fake, link);
		expect(fake.asked).toHaveLength(times);
	}
});

test("what is here is asked for once the background has told", async () => {
	const fake = createFakeRooms({ ready: false, rooms: [], open: null });
	const offered = offerTabLink(fake, link);
	await Promise.resolve();
	expect(fake.asked).toEqual([]);
	fake.show(showing(liveRoom({ roomId })));
	await offered;
	expect(fake.asked).toEqual([]);
});

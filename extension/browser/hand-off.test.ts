import { describe, expect, it, test } from "vitest";
import type { RoomsSnapshot } from "../hub/rooms.ts";
import { noDraft } from "../room/state.ts";
import { createFakeRooms, invitedRoom, listing, liveRoom, showing } from "../ui/testing/fake-rooms.ts";
import { createHandOff, type HandOffMemory, readPress, type Sender } from "./hand-off.ts";
import type { GivenUp } from "./hand-off-messages.ts";

const options = { id: "mayfly", server: "https://mayfly.example" };
const { link } = liveRoom();
const roomId = "V1StGXR8Z5jdHi6BmyTqLw";
const press = { type: "open-in-panel", link, seated: true };
const sender: Sender = { id: "mayfly", url: link, frameId: 0, tab: { id: 7, windowId: 3 } };

test("a press on a room page of the built-in server is heard, for its tab and window", () => {
	expect(readPress(press, sender, options)).toEqual({ link, roomId, seated: true, tabId: 7, windowId: 3 });
});

test("nothing else is heard", () => {
	const elsewhere = link.replace("mayfly.example", "evil.example");
	for (const message of [
		...[null, undefined, "open-in-panel", {}, { ...press, type: "join" }, { ...press, seated: "yes" }],
		...[
			{ ...press, link: elsewhere },
			{ ...press, link: link.slice(0, -1) },
			{ ...press, link: [link] },
		],
	]) {
		expect(readPress(message, sender, options)).toBeNull();
	}
	for (const other of [
		...[
			{ ...sender, id: "other" },
			{ ...sender, url: elsewhere },
			{ ...sender, url: undefined },
		],
		...[
			{ ...sender, frameId: 1 },
			{ ...sender, tab: undefined },
			{ ...sender, url: "https://mayfly.example.evil/" },
		],
	]) {
		expect(readPress(press, other, options)).toBeNull();
	}
});

/** Rooms that note in which order they and the page were asked. */
function setUp({ first = listing() as RoomsSnapshot, given = null as GivenUp, refuse = "" } = {}) {
	const order: unknown[] = [];
	const rooms = createFakeRooms(first, (intent, fake) => {
		order.push(intent);
		if (intent.type === "invite" && fake.getSnapshot().rooms.length === 0) fake.show(showing(invitedRoom({ roomId })));
		if (intent.type !== "join") return;
		if (intent.name === refuse && refuse !== "") return { ok: false, code: "invalid-field" };
		fake.show(showing(liveRoom({ roomId })));
	});
	let saved: Awaited<ReturnType<HandOffMemory["load"]>> = null;
	const handOff = createHandOff({
		rooms,
		memory: {
			load: async () => saved,
			async save(last) {
				saved = last;
			},
		},
		async giveUp(tabId, room) {
			order.push({ tabId, room });
			return given;
		},
	});
	const take = (seated: boolean) => handOff.take({ link, roomId, seated, tabId: 7, windowId: 3 }, handOff.rooms);
	return { handOff, order, take };
}

describe("a room that is handed over", () => {
	const keys = [{ memberId: "m".repeat(22), epoch: 3, key: "k".repeat(43) }];
	const invite = "k".repeat(43);
	const given = { name: "Quiet Heron", draft: "half a thought", read: "5-1", keys: JSON.stringify(keys), invite };
	const former = { formerKeys: keys, readCursor: "5-1", invite };

	it("with no seat on the page is shown, and joined by the person", async () => {
		const { handOff, order, take } = setUp();
		await take(false);
		expect(order).toEqual([{ type: "invite", link }]);
		await handOff.rooms.do({ type: "join", roomId, name: "Amber Otter" });
		expect(order.slice(1)).toEqual([
			{ tabId: 7, room: roomId },
			{ type: "join", roomId, name: "Amber Otter" },
		]);
	});

	it("with a seat on the page is joined at once, once the page has left, by its name and with its draft", async () => {
		const { order, take } = setUp({ given });
		await take(true);
		expect(order).toEqual([
			{ type: "invite", link },
			{ tabId: 7, room: roomId },
			{ type: "join", roomId, name: "Quiet Heron", former },
			{ type: "draft", roomId, text: "half a thought" },
		]);
	});

	it("is joined by a drawn name when the page says what is no name", async () => {
		const { order, take } = setUp({ given: { ...given, name: "\u202e", draft: "" }, refuse: "\u202e" });
		await take(true);
		expect(order.at(-1)).toEqual({ type: "join", roomId, name: "", former });
	});

	it.each([
		["", "", ""],
		["5", "[{}]", "k".repeat(42)],
		["5-1 ", "{", "!".repeat(43)],
		["-", JSON.stringify([...keys, { ...keys[0], key: "k".repeat(42) }]), ""],
		["1-x", JSON.stringify({ ...keys }), ""],
		["", JSON.stringify([{ ...keys[0], epoch: 0 }]), ""],
	])("is joined all the same when the page says %j, %j and %j", async (read, said, invite) => {
		const { order, take } = setUp({ given: { name: "Quiet Heron", draft: "", read, keys: said, invite } });
		await take(true);
		const nothing = { formerKeys: [], readCursor: null };
		expect(order.at(-1)).toEqual({ type: "join", roomId, name: "Quiet Heron", former: nothing });
	});

	it("and is here already is shown, the page leaves it, and what is written here stays", async () => {
		const { order, take } = setUp({
			given,
			first: showing(liveRoom({ roomId, draft: { ...noDraft, text: "written here" } })),
		});
		await take(true);
		expect(order).toEqual([
			{ type: "invite", link },
			{ tabId: 7, room: roomId },
		]);
	});

	it("is forgotten when all rooms are left: its page is not asked for anything any more", async () => {
		const { handOff, order, take } = setUp({ given });
		await take(false);
		await handOff.rooms.do({ type: "leave-all" });
		order.length = 0;
		await handOff.rooms.do({ type: "join", roomId, name: "" });
		expect(order).toEqual([{ type: "join", roomId, name: "" }]);
	});

	it("asks a page once, and none that no press came from", async () => {
		const { handOff, order, take } = setUp({ given });
		await handOff.rooms.do({ type: "join", roomId, name: "Amber Otter" });
		expect(order).toEqual([{ type: "join", roomId, name: "Amber Otter" }]);
		await take(true);
		order.length = 0;
		await handOff.rooms.do({ type: "join", roomId, name: "" });
		expect(order).toEqual([{ type: "join", roomId, name: "" }]);
	});
});

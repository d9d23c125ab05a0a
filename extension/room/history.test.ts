import { expect, test } from "vitest";
import { createHistory } from "./history.ts";
import type { StoredEvent } from "./stream/transport.ts";

const event = (n: number, name: StoredEvent["event"], data: object) =>
	({ id: `${1000 + n}-${n}`, channel: "r", event: name, data }) as StoredEvent;
const joined = (n: number, memberId: string, profile = "p") => event(n, "room.joined", { memberId, profile });
const said = (n: number, sender: string, text: string, id = `m${n}`) =>
	event(n, "chat.message", { id, sender, text, roomId: "r", timestamp: n });

function historyOf(...events: StoredEvent[]) {
	const history = createHistory();
	for (const each of events) history.add(each);
	return history;
}
const latestOf = async (...events: StoredEvent[]) =>
	(await historyOf(...events).latest()) ?? { cursor: "", digest: "" };

const talk = [joined(1, "ann"), joined(2, "ben"), said(3, "ann", "yes"), said(4, "ben", "no")];

test("who was shown the same up to a place agrees, however much came after it", async () => {
	const seen = await latestOf(...talk.slice(0, 3));
	expect(seen.digest).toHaveLength(43);
	expect(await historyOf(...talk).compare(seen)).toBe("same");
	expect(await historyOf(...talk).compare(await latestOf(...talk))).toBe("same");
});

const [annIn, benIn, yes, no] = talk as [StoredEvent, StoredEvent, StoredEvent, StoredEvent];
test.each<[string, StoredEvent[]]>([
	["dropped", [annIn, benIn, no]],
	["put in another's mouth", [annIn, benIn, said(3, "ben", "yes", "m3"), no]],
	["replaced", [annIn, benIn, said(3, "ann", "perhaps", "m3"), no]],
	["under another id", [annIn, benIn, said(3, "ann", "yes", "m9"), no]],
	["in another order", [annIn, benIn, said(3, "ben", "no", "m4"), said(4, "ann", "yes", "m3")]],
	["at another time", [annIn, benIn, { ...yes, id: "1999-3" }, { ...no, id: "2000-4" }]],
	["from a member with another profile", [annIn, joined(2, "ben", "q"), yes, no]],
	["among other members", [annIn, joined(2, "eve"), yes, no]],
	["after somebody else left", [annIn, event(2, "room.left", { memberId: "ben", reason: "left" }), yes, no]],
])("an event that is %s for one of two is noticed", async (_, forked) => {
	expect(await historyOf(...talk).compare(await latestOf(...forked))).toBe("differs");
	expect(await historyOf(...forked).compare(await latestOf(...talk))).toBe("differs");
});

test.each([
	["the reason somebody left", "room.left", { memberId: "b", reason: "left" }, { memberId: "b", reason: "removed" }],
	["who added time", "room.extended", { by: "a", expiresAt: 5 }, { by: "b", expiresAt: 5 }],
	["how much time", "room.extended", { by: "a", expiresAt: 5 }, { by: "a", expiresAt: 6 }],
	["whether the room is locked", "room.locked", { locked: true }, { locked: false }],
] as const)("%s is part of it", async (_, name, one, other) => {
	const [here, there] = [event(2, name, one), event(2, name, other)];
	expect(await historyOf(annIn, here).compare(await latestOf(annIn, there))).toBe("differs");
});

test("an event of a later version keeps older ones and newer ones agreeing", async () => {
	const news = event(3, "unknown", {});
	const after = said(4, "ann", "yes");
	expect(await historyOf(annIn, benIn, news, after).compare(await latestOf(annIn, benIn, after))).toBe("same");
	expect(await historyOf(annIn, benIn, news).compare(await latestOf(annIn, benIn, news))).toBe("same");
});

test("an appointment, which an older version passes over, makes nobody differ; left out for one of two it is noticed", async () => {
	const appointed = event(3, "room.starter", { memberId: "ben", by: "ann", body: "b" });
	const passedOver = event(3, "unknown", {});
	const after = said(4, "ann", "yes");
	const known = [annIn, benIn, appointed, after];
	expect(await historyOf(...known).compare(await latestOf(annIn, benIn, passedOver, after))).toBe("same");
	expect(await historyOf(annIn, benIn, passedOver, after).compare(await latestOf(...known))).toBe("same");
	const closedUp = [annIn, benIn, said(3, "ann", "yes", "m4")];
	expect(await historyOf(...known).compare(await latestOf(...closedUp))).toBe("differs");
	expect(await historyOf(...closedUp).compare(await latestOf(...known))).toBe("differs");
});

test("a place that was never here differs; one from before everything that is here can't be compared", async () => {
	const history = historyOf(...talk);
	expect(await history.compare({ cursor: "1009-9", digest: "x" })).toBe("differs");
	expect(await history.compare({ cursor: "900-9", digest: "x" })).toBe("unknown");
	expect(await historyOf().compare({ cursor: "900-9", digest: "x" })).toBe("unknown");
});

test("events that come again after a break count once, and after a reset from the first", async () => {
	const once = await latestOf(...talk);
	expect(await latestOf(...talk, ...talk.slice(1))).toEqual(once);
	const history = historyOf(...talk);
	history.clear();
	expect(await history.latest()).toBeNull();
	for (const each of talk) history.add(each);
	expect(await history.latest()).toEqual(once);
});

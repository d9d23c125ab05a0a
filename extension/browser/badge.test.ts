import { expect, it } from "vitest";
import type { LiveRoom, RoomsSnapshot } from "../hub/rooms.ts";
import { noDraft } from "../room/state.ts";
import { badgeOf } from "./badge.ts";

const live = (leftMs: number, unreadCount: number): LiveRoom => ({
	phase: "live",
	roomId: `r${leftMs}`,
	name: "Alder Bend",
	server: "https://a.example",
	link: "",
	foreign: false,
	me: "me",
	capacity: 2,
	locked: false,
	starter: null,
	people: [],
	log: [],
	unsent: [],
	caughtUp: true,
	readCursor: null,
	unreadCount,
	draft: noDraft,
	compared: {},
	invites: [],
	knocks: [],
	doings: {},
	withheld: false,
	connection: { name: "open" },
	createdAt: 0,
	expiresAt: 1_000_000 + leftMs,
	clock: { server: 1_000_000, at: 500 },
});

const snapshot = (...rooms: LiveRoom[]): RoomsSnapshot => ({ ready: true, rooms, open: null });

it("says nothing without rooms or news", () => {
	expect(badgeOf(snapshot(), 500).text).toBe("");
	expect(badgeOf(snapshot(live(600_000, 0)), 500).text).toBe("");
});

it("counts the new messages of all rooms, and stops at nine", () => {
	expect(badgeOf(snapshot(live(600_000, 2), live(500_000, 1)), 500).text).toBe("3");
	expect(badgeOf(snapshot(live(600_000, 10)), 500).text).toBe("9+");
});

it("counts those who knock too, for whoever can let them in", () => {
	const knocks = [{ id: "k", name: "Pale Wren" }];
	expect(badgeOf(snapshot({ ...live(600_000, 2), starter: "me", knocks }), 500).text).toBe("3");
	expect(badgeOf(snapshot({ ...live(600_000, 2), starter: "heron", knocks }), 500).text).toBe("2");
});

it("counts the seconds of the room that ends first, in ember", () => {
	expect(badgeOf(snapshot(live(600_000, 2), live(42_000, 0)), 500)).toEqual({ text: "42s", colour: "#ff9d57" });
	expect(badgeOf(snapshot(live(42_000, 0)), 1_500).text).toBe("41s");
	expect(badgeOf(snapshot(live(42_000, 0)), 90_000).text).toBe("0s");
});

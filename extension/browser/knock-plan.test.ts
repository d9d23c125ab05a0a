import { expect, test } from "vitest";
import type { LiveRoom, RoomsSnapshot } from "../hub/rooms.ts";
import { planKnocks } from "./knock-plan.ts";

const wren = { id: "wren", name: "Pale Wren" };
const otter = { id: "otter", name: "Slow Otter" };

const room = (knocks: LiveRoom["knocks"], starter = "me") =>
	({ phase: "live", roomId: "a", name: "Alder Bend", me: "me", starter, knocks }) as LiveRoom;
const snapshot = (...rooms: RoomsSnapshot["rooms"]): RoomsSnapshot => ({ ready: true, rooms, open: null });
const none = { rung: new Set<string>(), shown: new Set<string>(), standing: [] };

test("a knock rings once, by the room’s name alone, and another one again", () => {
	const first = planKnocks(snapshot(room([wren])), none);
	expect(first.show).toEqual([{ roomId: "a", name: "Alder Bend" }]);
	expect(JSON.stringify(first.show)).not.toContain("Wren");
	const after = { ...none, rung: first.rung };
	expect(planKnocks(snapshot(room([wren])), after).show).toEqual([]);
	expect(planKnocks(snapshot(room([wren, otter])), after).show).toHaveLength(1);
});

test("it rings for nobody but whoever can open the door, and not while they look at it", () => {
	expect(planKnocks(snapshot(room([wren], "heron")), none).show).toEqual([]);
	const looking = planKnocks(snapshot(room([wren])), { ...none, shown: new Set(["a"]) });
	expect(looking.show).toEqual([]);
	expect(planKnocks(snapshot(room([wren])), { ...none, rung: looking.rung }).show).toEqual([]);
});

test("the notification stands while somebody knocks, and goes with the knock, with the room, and when it is looked at", () => {
	const standing = { ...none, standing: ["a"] };
	expect(planKnocks(snapshot(room([wren])), standing).clear).toEqual([]);
	expect(planKnocks(snapshot(room([])), standing).clear).toEqual(["a"]);
	expect(planKnocks(snapshot(), standing).clear).toEqual(["a"]);
	expect(planKnocks(snapshot(room([wren], "heron")), standing).clear).toEqual(["a"]);
	expect(planKnocks(snapshot(room([wren])), { ...standing, shown: new Set(["a"]) }).clear).toEqual(["a"]);
});

test("who knocks, has gone, and knocks once more rings once more", () => {
	const first = planKnocks(snapshot(room([wren])), none);
	const gone = planKnocks(snapshot(room([])), { ...none, rung: first.rung });
	expect(planKnocks(snapshot(room([wren])), { ...none, rung: gone.rung }).show).toHaveLength(1);
});

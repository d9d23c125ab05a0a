import { describe, expect, it } from "vitest";
import { createPanels, type OpenRooms, type PanelMemory } from "./panels.ts";
import type { EndedRoom, Rooms, RoomsSnapshot } from "./rooms.ts";

const room = (roomId: string): EndedRoom => ({
	phase: "ended",
	roomId,
	name: roomId,
	server: "https://a.example",
	reason: "left",
	byMe: true,
});

function hubOf(...roomIds: string[]): Rooms {
	const snapshot: RoomsSnapshot = { ready: true, rooms: roomIds.map(room), open: null };
	return { getSnapshot: () => snapshot, subscribe: () => () => undefined, do: async () => ({ ok: true, roomId: "b" }) };
}

function memory(saved: OpenRooms | null = null): PanelMemory & { saved: OpenRooms | null } {
	const kept = {
		saved,
		load: async () => kept.saved,
		save: async (next: OpenRooms) => {
			kept.saved = next;
		},
	};
	return kept;
}

describe("panels", () => {
	it("two windows show two rooms; popup and panel of one window show the same", async () => {
		const panels = createPanels(hubOf("a", "b"), memory());
		await panels.ready;
		await panels.window("1").do({ type: "open", roomId: "a" });
		await panels.window("2").do({ type: "open", roomId: "b" });
		expect(panels.window("1").getSnapshot().open).toBe("a");
		expect(panels.window("1").getSnapshot().open).toBe("a");
		expect(panels.window("2").getSnapshot().open).toBe("b");
	});

	it("a window that never chose shows the room chosen last", async () => {
		const panels = createPanels(hubOf("a", "b"), memory());
		await panels.ready;
		await panels.window("1").do({ type: "start", ttlSeconds: 600, capacity: 2 });
		expect(panels.window("7").getSnapshot().open).toBe("b");
	});

	it("a killed worker finds each window's room again", async () => {
		const kept = memory();
		const before = createPanels(hubOf("a", "b"), kept);
		await before.ready;
		await before.window("1").do({ type: "open", roomId: "a" });
		await before.window("2").do({ type: "open", roomId: null });
		const after = createPanels(hubOf("a", "b"), kept);
		await after.ready;
		expect(after.window("1").getSnapshot().open).toBe("a");
		expect(after.window("2").getSnapshot().open).toBeNull();
	});

	it("a choice made while a worker wakes leaves the other windows theirs, and is the last one", async () => {
		const kept = memory({ byWindow: { 1: "a", 2: "a" }, latest: "a" });
		const panels = createPanels(hubOf("a", "b"), kept);
		await panels.window("2").do({ type: "open", roomId: "b" });
		expect(panels.openIn("1")).toBe("a");
		expect(panels.openIn("2")).toBe("b");
		const after = createPanels(hubOf("a", "b"), kept);
		await after.ready;
		expect([after.openIn("1"), after.openIn("2"), after.openIn("7")]).toEqual(["a", "b", "b"]);
	});

	it("forget what was open in any window when all rooms are left", async () => {
		const kept = memory({ byWindow: { 1: "a", 2: "b" }, latest: "b" });
		const panels = createPanels(hubOf("a", "b"), kept);
		await panels.window("1").do({ type: "leave-all" });
		expect(kept.saved).toEqual({ byWindow: {}, latest: null });
		expect([panels.openIn("1"), panels.openIn("2"), panels.openIn("7")]).toEqual([null, null, null]);
	});

	it("with no space left a choice still holds, and says so", async () => {
		const full: PanelMemory = { load: async () => null, save: () => Promise.reject(new Error("full")) };
		const panels = createPanels(hubOf("a"), full);
		expect(await panels.window("1").do({ type: "open", roomId: "a" })).toEqual({ ok: true });
		expect(panels.openIn("1")).toBe("a");
	});

	it("a room that is gone is not shown, and nothing changed means the same snapshot", async () => {
		const panels = createPanels(hubOf("a"), memory({ byWindow: { 1: "gone" }, latest: null }));
		await panels.ready;
		const first = panels.window("1").getSnapshot();
		expect(first.open).toBeNull();
		expect(panels.window("1").getSnapshot()).toBe(first);
	});
});

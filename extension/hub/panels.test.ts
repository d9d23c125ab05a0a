import { describe, expect, it } from "vitest";
import { createPanels, type PanelMemory } from "./panels.ts";
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

function memory(saved: Record<string, string | null> = {}): PanelMemory & { saved: Record<string, string | null> } {
	const kept = {
		saved,
		load: async () => kept.saved,
		save: async (next: typeof saved) => {
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

	it("a room that is gone is not shown, and nothing changed means the same snapshot", async () => {
		const panels = createPanels(hubOf("a"), memory({ 1: "gone" }));
		await panels.ready;
		const first = panels.window("1").getSnapshot();
		expect(first.open).toBeNull();
		expect(panels.window("1").getSnapshot()).toBe(first);
	});
});

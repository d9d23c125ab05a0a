import type { Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Intent, LiveRoom } from "../hub/rooms.ts";
import { type Gallery, openGallery } from "../ui/testing/open-gallery.ts";
import { requireBrowser } from "./browsers.ts";

/** Screens over rooms that stand still. A test file says once that it wants them; what a test opens is closed after it. */
export function stillScreens(): { open(screen: string, width?: number): Promise<Page> } {
	let gallery: Gallery;
	let opened: Page[] = [];
	beforeAll(async () => {
		gallery = await openGallery(requireBrowser("chromium"));
	});
	afterAll(() => gallery.close());
	afterEach(async () => {
		for (const page of opened) await page.close();
		opened = [];
	});
	return {
		async open(screen, width = 360) {
			const { page } = await gallery.open(screen, { width });
			opened.push(page);
			await page.bringToFront();
			return page;
		},
	};
}

/** What was asked of the rooms, of one kind. */
export async function asked<Type extends Intent["type"]>(
	page: Page,
	type: Type,
): Promise<Extract<Intent, { type: Type }>[]> {
	const all = await page.evaluate(() => window.fakeRooms?.asked ?? []);
	return all.filter((intent): intent is Extract<Intent, { type: Type }> => intent.type === type);
}

/** Changes the open room, as the hub would. */
export async function change(page: Page, patch: Partial<LiveRoom>): Promise<void> {
	await page.evaluate((changed) => {
		const rooms = window.fakeRooms;
		const snapshot = rooms?.getSnapshot();
		if (!rooms || !snapshot) return;
		const all = snapshot.rooms.map((room) =>
			room.roomId === snapshot.open && room.phase === "live" ? { ...room, ...changed } : room,
		);
		rooms.show({ ...snapshot, rooms: all });
	}, patch);
}

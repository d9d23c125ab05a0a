import type { Platform } from "./platform.ts";
import { learnAllWords } from "./words.ts";

/** The room's own screen, and its words. */
export async function loadRoom() {
	const [{ RoomScreen }] = await Promise.all([import("./room/room-screen.tsx"), learnAllWords()]);
	return RoomScreen;
}

/**
 * Begins to load it where a room will be shown: with a page that has rooms to show, or the screen from which one is
 * entered, not with the press, because Firefox never asks again for a module that it could not have once. That it fails
 * is seen when it is needed.
 */
export function foreseeRoom({ surface }: Pick<Platform, "surface">): void {
	if (surface === "panel" || surface === "web") loadRoom().catch(() => {});
}

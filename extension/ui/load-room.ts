import type { Platform } from "./platform.ts";

/** The room's own code: asked for with the press that opens a room, so that it is there when the room is. */
export const loadRoom = () => import("./room/room-screen.tsx");

/** Begins to load it where a room will be shown. That it fails is seen when it is needed. */
export function foreseeRoom({ surface }: Platform): void {
	if (surface === "panel" || surface === "web") loadRoom().catch(() => {});
}

import { browser } from "wxt/browser";
import type { Rooms, RoomsSnapshot } from "../hub/rooms.ts";
import { knocksFor } from "../room/starter.ts";

/** What the toolbar icon says: the colours are the tokens `on-sky`, `ember` and `on-light`. */
export type Badge = { text: string; colour: string };

const waitingColour = "#eef3ef";
const lastMinuteColour = "#ff9d57";
const textColour = "#17211f";

/**
 * Seconds left while a room is in its last minute (the soonest counts), else the number of what waits for somebody in
 * all rooms, new messages and those who knock, else nothing. `now`: this context's monotonic clock, ms.
 */
export function badgeOf(snapshot: RoomsSnapshot, now: number): Badge {
	const live = snapshot.rooms.filter((room) => room.phase === "live");
	const soonest = Math.min(...live.map((room) => room.expiresAt - (room.clock.server + now - room.clock.at)));
	if (soonest <= 60_000) return { text: `${Math.max(0, Math.ceil(soonest / 1000))}s`, colour: lastMinuteColour };
	const waiting = live.reduce((sum, room) => sum + room.unreadCount + knocksFor(room).length, 0);
	return { text: waiting === 0 ? "" : waiting > 9 ? "9+" : String(waiting), colour: waitingColour };
}

/** Keeps the badge true: on every change, and each second while a room runs out. */
export function showBadge(rooms: Rooms): void {
	let shown = "";
	let timer: ReturnType<typeof setTimeout> | undefined;
	const update = () => {
		clearTimeout(timer);
		const snapshot = rooms.getSnapshot();
		const { text, colour } = badgeOf(snapshot, performance.now());
		if (text !== shown) {
			shown = text;
			void browser.action.setBadgeText({ text });
			void browser.action.setBadgeBackgroundColor({ color: colour });
			void browser.action.setBadgeTextColor({ color: textColour });
		}
		if (snapshot.rooms.some((room) => room.phase === "live")) timer = setTimeout(update, 1000);
	};
	rooms.subscribe(update);
	update();
}

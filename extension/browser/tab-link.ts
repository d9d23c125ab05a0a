import { parseLink } from "../crypto/link.ts";
import type { Rooms } from "../hub/rooms.ts";
import { whenReady } from "../hub/when-ready.ts";

/**
 * The popup on a page whose address is a room link: offers to join it, unless that room is here already. Nothing is
 * said to its server by that. Resolves when the popup can be shown.
 * @param url the address of the page in front, as far as the browser tells it
 */
export async function offerTabLink(rooms: Rooms, url: string | undefined): Promise<void> {
	const link = parseLink(url ?? "");
	if (url === undefined || link === null) return;
	const { rooms: all } = await whenReady(rooms);
	const here = all.find(({ roomId }) => roomId === link.roomId);
	// A room that is open stays in the list, and the panel as it is. One that was left, say, may be wanted again.
	if (here?.phase === "live" || (here?.phase === "ended" && here.reason !== "left")) return;
	// A link that can't be opened is no reason to show anything but the start.
	await rooms.do({ type: "invite", link: url });
}

import { formatLink, parseLink } from "../crypto/link.ts";
import type { Intent, Outcome, Rooms } from "../hub/rooms.ts";

/** The parts of `window` that the page's address needs. */
export type AddressBar = {
	href(): string;
	/** Shows another address of this origin, without a load and without a new entry in the history. */
	replace(href: string): void;
	/** Leaves for another server's page. */
	leaveFor(href: string): void;
};

/**
 * Keeps the address in step with the room that is open, so that a reload opens it again; a link of another server
 * is opened on that server's own page, which is the only one that may talk to it.
 */
export function withAddress(rooms: Rooms, bar: AddressBar): Rooms {
	const origin = new URL(bar.href()).origin;

	function show(href: string): void {
		if (href !== bar.href()) bar.replace(href);
	}
	rooms.subscribe(() => {
		const { ready, rooms: all, open } = rooms.getSnapshot();
		if (!ready) return;
		const room = all.find(({ roomId }) => roomId === open);
		if (room?.phase === "live") show(room.link);
		// A room that is over keeps its address until it is forgotten: it is what the page is about.
		else if (!room && all.length > 0) show(`${origin}/`);
	});

	async function act(intent: Intent): Promise<Outcome> {
		if (intent.type !== "invite") {
			const outcome = await rooms.do(intent);
			const forgets = intent.type === "dismiss" || intent.type === "leave-all";
			if (forgets && rooms.getSnapshot().open === null) show(`${origin}/`);
			return outcome;
		}
		const link = parseLink(intent.link);
		if (link && link.server !== origin) {
			bar.leaveFor(formatLink(link));
			return { ok: true };
		}
		const outcome = await rooms.do(intent);
		if (outcome.ok && link) show(formatLink(link));
		return outcome;
	}

	return { getSnapshot: () => rooms.getSnapshot(), subscribe: (listener) => rooms.subscribe(listener), do: act };
}

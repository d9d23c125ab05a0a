import type { RoomsSnapshot } from "../hub/rooms.ts";
import { knocksFor } from "../room/starter.ts";

export type KnockPlan = {
	/** Rooms at whose door somebody new stands. */
	show: { roomId: string; name: string }[];
	/** Of `standing`, those where nobody knocks any more, or which a panel shows. */
	clear: string[];
	/** The knocks that are there, by id: each rings once. */
	rung: ReadonlySet<string>;
};

/**
 * Which notifications of knocks to show and which to take away: for whoever can answer them, while no panel shows the
 * room.
 * @param shown rooms that a panel shows to somebody now
 * @param standing rooms whose notification of a knock stands
 */
export function planKnocks(
	{ rooms }: RoomsSnapshot,
	before: { rung: ReadonlySet<string>; shown: ReadonlySet<string>; standing: readonly string[] },
): KnockPlan {
	const { shown, standing } = before;
	const doors = rooms.flatMap((room) => {
		const ids = room.phase === "live" ? knocksFor(room).map(({ id }) => id) : [];
		return ids.length > 0 ? [{ roomId: room.roomId, name: room.name, ids }] : [];
	});
	const unseen = doors.filter(({ roomId }) => !shown.has(roomId));
	return {
		show: unseen
			.filter(({ ids }) => ids.some((id) => !before.rung.has(id)))
			.map(({ roomId, name }) => ({ roomId, name })),
		clear: standing.filter((roomId) => !unseen.some((door) => door.roomId === roomId)),
		rung: new Set(doors.flatMap(({ ids }) => ids)),
	};
}

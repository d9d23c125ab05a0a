import type { Rooms, RoomsSnapshot } from "./rooms.ts";

/** The snapshot once the rooms are known: a worker that has just woken knows them a moment later. */
export function whenReady(rooms: Rooms): Promise<RoomsSnapshot> {
	return new Promise((resolve) => {
		const look = () => {
			if (!rooms.getSnapshot().ready) return;
			leave();
			resolve(rooms.getSnapshot());
		};
		const leave = rooms.subscribe(look);
		look();
	});
}

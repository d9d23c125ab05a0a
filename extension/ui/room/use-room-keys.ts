import { useEffect } from "react";
import type { Rooms, RoomsSnapshot } from "../../hub/rooms.ts";
import { openRooms } from "../kit/room-list.tsx";

/**
 * `Alt+1…9` goes to a room, counted as the list shows them, `Alt+0` to the search. Not while `asking`: a question is
 * answered first.
 */
export function useRoomKeys(options: {
	snapshot: RoomsSnapshot;
	rooms: Rooms;
	asking: boolean;
	onFind: () => void;
}): void {
	const { snapshot, rooms, asking, onFind } = options;
	useEffect(() => {
		if (asking) return;
		const press = (key: KeyboardEvent) => {
			// The code, not the key: with Alt some layouts write another character.
			const digit = /^Digit([0-9])$/.exec(key.code)?.[1];
			if (!digit || !key.altKey || key.ctrlKey || key.metaKey || key.shiftKey) return;
			if (digit === "0") {
				key.preventDefault();
				onFind();
				return;
			}
			const room = openRooms(snapshot.rooms)[Number(digit) - 1];
			if (!room) return;
			key.preventDefault();
			if (room.roomId !== snapshot.open) void rooms.do({ type: "open", roomId: room.roomId });
		};
		addEventListener("keydown", press);
		return () => removeEventListener("keydown", press);
	}, [snapshot, rooms, asking, onFind]);
}

import { useEffect } from "react";
import type { Rooms, RoomsSnapshot } from "../../hub/rooms.ts";
import { openRooms } from "../kit/room-list.tsx";

/** `Alt+1…9` goes to a room, counted as the list shows them. Not while `asking`: a question is answered first. */
export function useRoomKeys(snapshot: RoomsSnapshot, rooms: Rooms, asking: boolean): void {
	useEffect(() => {
		if (asking) return;
		const press = (key: KeyboardEvent) => {
			// The code, not the key: with Alt some layouts write another character.
			const digit = /^Digit([1-9])$/.exec(key.code)?.[1];
			if (!digit || !key.altKey || key.ctrlKey || key.metaKey || key.shiftKey) return;
			const room = openRooms(snapshot.rooms)[Number(digit) - 1];
			if (!room) return;
			key.preventDefault();
			if (room.roomId !== snapshot.open) void rooms.do({ type: "open", roomId: room.roomId });
		};
		addEventListener("keydown", press);
		return () => removeEventListener("keydown", press);
	}, [snapshot, rooms, asking]);
}

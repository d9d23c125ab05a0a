import { useState } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { isStarter } from "../../room/starter.ts";

export type Locking = {
	/** It is for the starter. */
	possible: boolean;
	busy: boolean;
	/** Locks an open room, opens a locked one. */
	turn: () => void;
};

/** The lock on the door. `act` sends the intent and settles when it is through. */
export function useLock(room: LiveRoom, act: (locked: boolean) => Promise<unknown>): Locking {
	const [busy, setBusy] = useState(false);
	return {
		possible: isStarter(room),
		busy,
		turn: () => {
			setBusy(true);
			void act(!room.locked).finally(() => setBusy(false));
		},
	};
}

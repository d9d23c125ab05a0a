import { useState } from "react";
import { limits } from "../../../backend/protocol/limits.ts";
import type { LiveRoom } from "../../hub/rooms.ts";

export const addedSeconds = 600;

export type Extending = {
	/** A room lives a day at most; within a minute of that nothing is left to add. */
	possible: boolean;
	busy: boolean;
	extend: () => void;
};

/** "Add 10 minutes". `act` sends the intent and settles when it is through. */
export function useExtend(room: LiveRoom, act: () => Promise<unknown>): Extending {
	const [busy, setBusy] = useState(false);
	const latest = room.createdAt + limits.ttlSeconds.most * 1000;
	return {
		possible: latest - room.expiresAt >= 60_000,
		busy,
		extend: () => {
			setBusy(true);
			void act().finally(() => setBusy(false));
		},
	};
}

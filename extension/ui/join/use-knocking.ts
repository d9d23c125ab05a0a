import { useEffect, useState } from "react";
import type { FailureCode, Rooms } from "../../hub/rooms.ts";
import { knockEveryMs } from "../../room/knock.ts";

/** How often it is tried whether one is let in, and how long one waits, ms. */
const tryEveryMs = 3_000;
const waitsMs = 180_000;

export type Knocking = {
	waiting: boolean;
	/** Whoever could let me in said no. */
	turnedAway: boolean;
	knock: (name: string) => void;
	stop: () => void;
};

/** Reasons that may pass while one waits. */
const passing: ReadonlySet<FailureCode> = new Set(["room-locked", "too-fast", "unreachable", "store-unavailable"]);

/**
 * Waits at a locked door: knocks, and tries again and again to come in, as long as the screen is open.
 * @param onEnd it is over: let in (null), or why not
 */
export function useKnocking(rooms: Rooms, roomId: string, onEnd: (code: FailureCode | null) => void): Knocking {
	/** By which name it is knocked; null: it is not. */
	const [name, setName] = useState<string | null>(null);
	const [turnedAway, setTurnedAway] = useState(false);

	useEffect(() => {
		if (name === null) return;
		let isOver = false;
		let timer: ReturnType<typeof setTimeout> | undefined;
		let knockedAt = Number.NEGATIVE_INFINITY;
		const begun = performance.now();

		function end(code: FailureCode | null): void {
			setName(null);
			setTurnedAway(code === "invite-spent");
			onEnd(code);
		}

		async function turn(by: string): Promise<void> {
			const now = performance.now();
			if (now - begun > waitsMs) return end("room-locked");
			if (now - knockedAt >= knockEveryMs) {
				knockedAt = now;
				await rooms.do({ type: "knock", roomId, name: by });
				// Who stopped meanwhile does not come in any more.
				if (isOver) return;
			}
			const outcome = await rooms.do({ type: "join", roomId, name: by });
			if (isOver) return;
			if (outcome.ok) return end(null);
			if (!passing.has(outcome.code)) return end(outcome.code);
			timer = setTimeout(() => void turn(by), tryEveryMs);
		}
		void turn(name);
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [name, rooms, roomId, onEnd]);

	return {
		waiting: name !== null,
		turnedAway,
		knock(by) {
			setTurnedAway(false);
			setName(by);
		},
		stop: () => setName(null),
	};
}

import { useEffect, useState } from "react";
import type { FailureCode, Rooms } from "../../hub/rooms.ts";
import { useCopy } from "../kit/copy.tsx";
import { openRooms } from "../kit/room-list.tsx";
import { foreseeRoom } from "../load-room.ts";
import type { Platform } from "../platform.ts";

export type Starting = {
	ttlSeconds: number;
	capacity: number;
	setTtlSeconds(seconds: number): void;
	setCapacity(count: number): void;
	/** From the press until the outcome. */
	busy: boolean;
	/** It was pressed where no room was. The new one is known a moment before it is shown: until then all stays put. */
	first: boolean;
	failure: FailureCode | null;
	start(): Promise<void>;
};

/** The two choices, and the press that makes a room and copies its link. */
export function useStart(rooms: Rooms, platform: Platform, onStarted: (roomId: string) => void): Starting {
	const preset = platform.settings.getSnapshot();
	const [ttlSeconds, setTtlSeconds] = useState(preset.ttlSeconds);
	const [capacity, setCapacity] = useState(preset.capacity);
	const [busy, setBusy] = useState(false);
	const [first, setFirst] = useState(false);
	const [failure, setFailure] = useState<FailureCode | null>(null);
	const copy = useCopy();

	useEffect(() => foreseeRoom(platform), [platform]);

	async function start(): Promise<void> {
		setBusy(true);
		setFirst(openRooms(rooms.getSnapshot().rooms).length === 0);
		const { name, server, copyAtOnce } = platform.settings.getSnapshot();
		const outcome = await rooms.do({ type: "start", ttlSeconds, capacity, server, ...(name ? { name } : {}) });
		if (!outcome.ok) {
			setFailure(outcome.code);
			setBusy(false);
			return;
		}
		setFailure(null);
		// First the clipboard: browsers allow it for a few seconds after the press.
		if (copyAtOnce && outcome.link) await copy(outcome.link);
		setBusy(false);
		if (outcome.roomId) onStarted(outcome.roomId);
	}

	return { ttlSeconds, capacity, setTtlSeconds, setCapacity, busy, first, failure, start };
}

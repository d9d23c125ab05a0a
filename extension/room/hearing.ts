import type { RoomKeys } from "../crypto/keys.ts";
import type { Profile } from "../crypto/profile.ts";
import { nullIfSealed } from "../crypto/seal-error.ts";
import { openSignal } from "../crypto/signal.ts";
import type { RoomEvent } from "./state.ts";
import { type Status, status } from "./status.ts";
import { writingLastsMs } from "./telling.ts";
import type { Time } from "./time.ts";

/** Hears the signals of others. */
export type Hearing = {
	/** What the signal says, or null: it is not that member's, or says nothing that is known here. Never rejects. */
	open(memberId: string, text: string): Promise<Status | null>;
	take(memberId: string, status: Status): void;
	stop(): void;
};

/** That somebody writes is news for so long, ms; clocks that differ and slow ways included. One shown again later is none. */
const newsMs = 15_000;

/** @param options.now the server's time, ms */
export function createHearing(options: {
	keys: RoomKeys;
	roomId: string;
	profileOf(memberId: string): Promise<Profile | null>;
	now(): number;
	time: Time;
	dispatch(event: RoomEvent): void;
}): Hearing {
	const { keys, roomId, profileOf, now, time, dispatch } = options;
	/** By memberId: when those who write are no longer believed to. */
	const ends = new Map<string, { at: number; cancel(): void }>();

	function believe(memberId: string, at: number): void {
		const known = ends.get(memberId);
		if (known && known.at >= at) return;
		known?.cancel();
		const end = () => {
			ends.delete(memberId);
			dispatch({ type: "still", memberId, at });
		};
		ends.set(memberId, { at, cancel: time.after(writingLastsMs, end) });
	}

	return {
		async open(memberId, text) {
			const sender = await profileOf(memberId);
			if (sender === null) return null;
			return status.safeParse(await nullIfSealed(openSignal({ keys, roomId, sender, text }))).data ?? null;
		},
		take(memberId, told) {
			const { at } = told;
			const writing = told.writing && Math.abs(now() - at) < newsMs;
			dispatch({ type: "status", memberId, status: { ...told, writing } });
			if (writing) believe(memberId, at);
		},
		stop() {
			for (const { cancel } of ends.values()) cancel();
			ends.clear();
		},
	};
}

import type { RoomKeys } from "../crypto/keys.ts";
import { openProfile } from "../crypto/profile.ts";
import { nullIfSealed } from "../crypto/seal-error.ts";
import { type Knock, knockLastsMs } from "./knock.ts";
import type { RoomEvent } from "./state.ts";
import type { StreamFrame } from "./stream/transport.ts";
import type { Time } from "./time.ts";

type KnockFrame = Extract<StreamFrame, { type: "knock" }>;

/** What those who knock come to; one whose profile is not theirs to nothing. */
export type Knocks = {
	/** Null: it does not open. Never rejects. */
	open(frame: KnockFrame): Promise<Knock | null>;
	take(knock: Knock): void;
	stop(): void;
};

export function createKnocks(options: {
	keys: RoomKeys;
	roomId: string;
	time: Time;
	dispatch(event: RoomEvent): void;
}): Knocks {
	const { keys, roomId, time, dispatch } = options;
	/** By id: when those who knock are no longer believed to wait. */
	const ends = new Map<string, () => void>();
	return {
		async open({ memberId, profile, invite }) {
			const opened = await nullIfSealed(openProfile({ keys, roomId, memberId, text: profile }));
			return opened && { id: invite, name: opened.name };
		},
		take(knock) {
			ends.get(knock.id)?.();
			dispatch({ type: "knocked", knock });
			const over = () => {
				ends.delete(knock.id);
				dispatch({ type: "knock-over", id: knock.id });
			};
			ends.set(knock.id, time.after(knockLastsMs, over));
		},
		stop() {
			for (const cancel of ends.values()) cancel();
			ends.clear();
		},
	};
}

import type { RoomKeys } from "../crypto/keys.ts";
import { openProfile } from "../crypto/profile.ts";
import { nullIfSealed } from "../crypto/seal-error.ts";
import type { FoldEvent, RoomEvent } from "./state.ts";
import type { StreamFrame } from "./stream/transport.ts";
import type { Time } from "./time.ts";

/** Somebody with the link who asks to come in. `id`: the hash of the invite they bring, which lets them in once it is made. */
export type Knock = { id: string; name: string };

type KnockFrame = Extract<StreamFrame, { type: "knock" }>;

/** Who waits knocks again in this time, ms; who has not for twice as long has gone. */
export const knockEveryMs = 20_000;
const knockLastsMs = 2.5 * knockEveryMs;
/** More at once than anybody could answer: the room's budget of knocks lets no more come. */
const mostKnocks = 20;

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

export function withKnock(knocks: readonly Knock[], knock: Knock): readonly Knock[] {
	return knocks.some(({ id }) => id === knock.id) ? knocks : [...knocks, knock].slice(-mostKnocks);
}

export function withoutKnock(knocks: readonly Knock[], id: string): readonly Knock[] {
	return knocks.some((knock) => knock.id === id) ? knocks.filter((knock) => knock.id !== id) : knocks;
}

/** Who has come in knocks no more. */
export function knocksAfter(knocks: readonly Knock[], event: FoldEvent): readonly Knock[] {
	return event.type === "joined" && event.invite !== undefined ? withoutKnock(knocks, event.invite) : knocks;
}

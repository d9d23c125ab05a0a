import { emptyFold } from "../room/fold.ts";
import type { LiveState } from "../room/state.ts";
import { nothingDoing } from "../room/status.ts";
import { wholeTail } from "../room/tail.ts";
import type { Time } from "../room/time.ts";
import type { Remains, SavedLive } from "./saved-rooms.ts";

/** A live room before its stream has said anything. */
export function startingState({
	memberId,
	saved,
	draft,
	readCursor,
	compared,
	invites,
	time,
}: {
	memberId: string;
	saved: SavedLive;
	time: Time;
} & Pick<Remains, "draft" | "readCursor" | "compared" | "invites">): LiveState {
	const { capacity, createdAt, founder, expiresAt, firstExpiresAt, skewMs } = saved;
	return {
		phase: "live",
		me: memberId,
		capacity,
		online: [],
		onlineIsOld: false,
		unsent: [],
		...emptyFold,
		caughtUp: false,
		target: null,
		tail: wholeTail,
		rebuilding: null,
		readCursor,
		unreadCount: 0,
		draft,
		compared,
		invites,
		knocks: [],
		doings: nothingDoing,
		connection: { name: "connecting" },
		createdAt,
		founder,
		expiresAt,
		firstExpiresAt,
		clock: { server: time.wall() + skewMs, at: time.monotonic() },
	};
}

import { nobodyCompared } from "../compared.ts";
import { emptyFold } from "../fold.ts";
import { type LiveState, noDraft } from "../state.ts";
import { nothingDoing } from "../status.ts";
import { wholeTail } from "../tail.ts";

/** A room ten minutes long that nothing has happened in, at server time 1,000,000. */
export function liveState(parts: Partial<LiveState> = {}): LiveState {
	const start = 1_000_000;
	return {
		...emptyFold,
		phase: "live",
		me: "me",
		capacity: 4,
		online: [],
		onlineIsOld: false,
		unsent: [],
		caughtUp: false,
		target: null,
		tail: wholeTail,
		rebuilding: null,
		readCursor: null,
		unreadCount: 0,
		draft: noDraft,
		compared: nobodyCompared,
		invites: [],
		knocks: [],
		doings: nothingDoing,
		connection: { name: "connecting" },
		createdAt: start,
		founder: null,
		expiresAt: start + 600_000,
		firstExpiresAt: start + 600_000,
		clock: { server: start, at: 0 },
		...parts,
	};
}

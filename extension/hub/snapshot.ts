import { inviteLink } from "../room/invites.ts";
import type { Receipts } from "../room/receipts.ts";
import type { LiveState } from "../room/state.ts";
import type { EndedRoom, InvitedRoom, LiveRoom } from "./rooms.ts";
import type { SavedEnd, SavedInvite, SavedLive } from "./saved-rooms.ts";

export function invitedSnapshot(saved: SavedInvite, foreign: boolean): InvitedRoom {
	const { roomId, name, server, suggestedName } = saved;
	return { phase: "invited", roomId, name, server, foreign, suggestedName };
}

export function liveSnapshot(saved: SavedLive, state: LiveState, foreign: boolean): LiveRoom {
	const { roomId, name, server, link } = saved;
	const { me, capacity, locked, starter, people, log, unsent, caughtUp, readCursor, unreadCount } = state;
	const { draft, compared, invites, knocks, doings, connection, tail, createdAt, expiresAt, clock } = state;
	return {
		phase: "live",
		roomId,
		name,
		server,
		link,
		foreign,
		me,
		capacity,
		locked,
		starter: starter?.memberId ?? null,
		people,
		log,
		unsent,
		caughtUp,
		readCursor,
		unreadCount,
		draft,
		compared,
		invites: invites.map((invite) => ({ id: invite.hash, link: inviteLink(link, invite) })),
		knocks,
		doings,
		connection,
		withheld: tail.step === "withheld",
		createdAt,
		expiresAt,
		clock,
	};
}

export function endedSnapshot(saved: SavedEnd, receipts: Receipts | null): EndedRoom {
	const { roomId, name, server, reason, byMe, lifeMs } = saved;
	return { phase: "ended", roomId, name, server, reason, byMe, lifeMs, ...(receipts && { receipts }) };
}

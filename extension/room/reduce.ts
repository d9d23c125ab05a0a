import { compareCursors, parseCursor } from "../../backend/protocol/ids.ts";
import { comparedAfter } from "./compared.ts";
import { changePerson, emptyFold, foldEvent } from "./fold.ts";
import { invitesAfter } from "./invites.ts";
import { knocksAfter, withKnock, withoutKnock } from "./knock.ts";
import { withoutPassed } from "./passing.ts";
import { saidOf } from "./payload.ts";
import { isSame } from "./same-value.ts";
import { learn } from "./server-clock.ts";
import type {
	Draft,
	EndedState,
	Fold,
	FoldEvent,
	LiveState,
	LogEntry,
	RoomEvent,
	RoomState,
	Unsent,
	UnsentStage,
} from "./state.ts";
import { withoutDoing, withoutWriting, withStatus } from "./status.ts";
import { tailAfterConnect, tailAfterPing } from "./tail.ts";

/**
 * The room after one event. Pure. Parts that did not change keep their identity, and so does the whole.
 * An ended room stays as it ended first.
 */
export function reduce(state: RoomState, event: RoomEvent): RoomState {
	if (state.phase === "ended") return state;
	switch (event.type) {
		case "connected":
			return settle(
				change(state, {
					target: event.cursor,
					expiresAt: event.expiresAt,
					onlineIsOld: true,
					tail: tailAfterConnect(state.tail),
				}),
			);
		case "reset":
			return { ...state, rebuilding: emptyFold };
		case "pinged":
			return reducePinged(state, event.cursor);
		case "presence":
			return reducePresence(state, event.memberId, event.online);
		case "removed":
			return change(state, {
				people: changePerson(state.people, event.memberId, { here: false, online: false }),
				doings: withoutDoing(state.doings, event.memberId),
			});
		case "status":
			return isOthers(state, event.memberId)
				? change(state, { doings: withStatus(state.doings, event.memberId, event.status) })
				: state;
		case "passed":
			return reducePassed(state, event.now);
		case "still":
			return change(state, { doings: withoutWriting(state.doings, event.memberId, event.at) });
		case "connection":
			return setOnline(
				change(state, { connection: event.connection }),
				withMember(state.online, state.me, event.connection.name === "open"),
			);
		case "clock":
			return change(state, { clock: learn(state.clock, event.sample) });
		case "expiry":
			// An answer may come after the word that another has added more: the end is never put nearer.
			return change(state, { expiresAt: Math.max(state.expiresAt, event.expiresAt) });
		case "written": {
			if (state.unsent.some((message) => message.id === event.id)) return state;
			const { id, writtenAt } = event;
			const message: Unsent = { id, ...saidOf(event), writtenAt, state: event.state };
			return { ...state, unsent: [...state.unsent, message] };
		}
		case "unsent":
			return change(state, { unsent: changeUnsent(state.unsent, event.id, event.state) });
		case "discarded":
			return change(state, { unsent: withoutUnsent(state.unsent, event.id) });
		case "drafted":
			return change(state, { draft: draftWith(state.draft, event) });
		case "read":
			return reduceRead(state, event.cursor);
		case "compared":
			// With nothing in the log there is nobody to compare with.
			return state.cursor === null
				? state
				: change(state, { compared: comparedAfter(state.compared, event, state.cursor) });
		case "invites":
			return change(state, { invites: event.invites });
		case "knocked":
			return change(state, { knocks: withKnock(state.knocks, event.knock) });
		case "knock-over":
			return change(state, { knocks: withoutKnock(state.knocks, event.id) });
		case "ended":
			return endedBy(state, event);
		default:
			// Who has the link, or the server, may make a room anew under the same id: it is not the one that was here.
			return isOfAnotherRoom(state, event)
				? endedBy(state, { reason: "not-found", byMe: false })
				: reduceFolded(state, event);
	}
}

function reducePassed(state: LiveState, now: number): LiveState {
	const rebuilding = state.rebuilding && withoutPassed(state.rebuilding, now);
	const after = withoutPassed(state, now);
	if (after === state) return change(state, { rebuilding });
	const next = { ...after, rebuilding };
	return { ...next, unreadCount: countUnread(next) };
}

const isOthers = ({ people, me }: LiveState, memberId: string) =>
	memberId !== me && people.some((person) => person.memberId === memberId && person.here);

function reducePinged(state: LiveState, cursor: string): LiveState {
	const tail = tailAfterPing(state.tail, (state.rebuilding ?? state).cursor, cursor);
	// A reset in mid-stream is followed by no `connected`: this tells that the new fold is whole.
	return state.rebuilding ? settle({ ...state, tail, target: cursor }) : change(state, { tail });
}

const endedBy = ({ expiresAt, createdAt }: LiveState, { reason, byMe }: Omit<EndedState, "phase">): EndedState => ({
	...{ phase: "ended", reason, byMe },
	lifeMs: expiresAt - createdAt,
});

/** The first event of a room is that whoever began it came. */
function isOfAnotherRoom({ founder }: LiveState, event: FoldEvent): boolean {
	if (!founder || parseCursor(event.cursor).n !== 1) return false;
	return event.type !== "joined" || event.memberId !== founder;
}

function reduceFolded(state: LiveState, event: FoldEvent): LiveState {
	const before = state.rebuilding ?? state;
	const after = foldEvent(before, event, state.firstExpiresAt);
	if (after === before) return state;
	const { ms, n } = parseCursor(event.cursor);
	// During a replay `connected` has told the end already; only what came after it is news.
	const isNews = state.target !== null && compareCursors(event.cursor, state.target) > 0;
	const next = {
		...state,
		...(state.rebuilding ? { rebuilding: after } : { ...after, people: withPresence(after.people, state.online) }),
		unsent: unsentAfter(state, event),
		doings: doingsAfter(state.doings, event),
		invites: invitesAfter(state.invites, event),
		knocks: knocksAfter(state.knocks, event),
		createdAt: n === 1 ? ms : state.createdAt,
		founder: n === 1 && event.type === "joined" ? event.memberId : state.founder,
		expiresAt: event.type === "extended" && isNews ? event.expiresAt : state.expiresAt,
	};
	if (next.rebuilding === null && event.type === "message" && isUnread(next, event)) next.unreadCount++;
	if (next.rebuilding === null && changesUnread(event)) next.unreadCount = countUnread(next);
	return settle(next);
}

/** Shows the rebuilt fold, and calls the room caught up, once all that was there on connecting is in. */
function settle(state: LiveState): LiveState {
	const { target, rebuilding } = state;
	const { cursor } = rebuilding ?? state;
	if (target === null || cursor === null || compareCursors(cursor, target) < 0) return state;
	if (rebuilding === null) return change(state, { caughtUp: true });
	const people = withPresence(rebuilding.people, state.online);
	const unsent = unsentBeside(rebuilding, state);
	const shown = { ...state, ...rebuilding, people, unsent, rebuilding: null, caughtUp: true };
	return { ...shown, unreadCount: countUnread(shown) };
}

function reducePresence(state: LiveState, memberId: string, isOnline: boolean): LiveState {
	const { me, online, onlineIsOld } = state;
	const known = onlineIsOld ? online.filter((id) => id === me) : online;
	// Whether I am is for the connection to say.
	const told = memberId === me ? known : withMember(known, memberId, isOnline);
	const doings = isOnline ? state.doings : withoutWriting(state.doings, memberId);
	return setOnline(change(state, { onlineIsOld: false, doings }), told);
}

function withMember(online: readonly string[], memberId: string, isOnline: boolean): readonly string[] {
	if (online.includes(memberId) === isOnline) return online;
	return isOnline ? [...online, memberId] : online.filter((id) => id !== memberId);
}

function setOnline(state: LiveState, online: readonly string[]): LiveState {
	return change(state, { online, people: withPresence(state.people, online) });
}

/** Who is online is no event of the fold: it is laid over it. */
function withPresence(people: LiveState["people"], online: readonly string[]): LiveState["people"] {
	return people.reduce(
		(changed, { memberId, here }) => changePerson(changed, memberId, { online: here && online.includes(memberId) }),
		people,
	);
}

function reduceRead(state: LiveState, cursor: string): LiveState {
	const { readCursor } = state;
	if (readCursor !== null && compareCursors(cursor, readCursor) <= 0) return state;
	const next = { ...state, readCursor: cursor };
	return { ...next, unreadCount: countUnread(next) };
}

type MessageAt = { cursor: string; sender: string };

const isUnread = ({ me, readCursor }: LiveState, { cursor, sender }: MessageAt): boolean =>
	sender !== me && (readCursor === null || compareCursors(cursor, readCursor) > 0);

/** Other than by one more: what waited for a key is read, or something new is taken back. */
const changesUnread = (event: FoldEvent): boolean =>
	event.type === "handed" ? event.opened.length > 0 : event.type === "act" && event.act.kind === "unsend";

function countUnread(state: LiveState): number {
	const isUnreadMessage = (entry: LogEntry) => entry.type === "message" && isUnread(state, entry);
	return state.log.filter(isUnreadMessage).length;
}

function draftWith(draft: Draft, change: Partial<Draft>): Draft {
	const { text = draft.text, page = draft.page, replyTo = draft.replyTo, edit = draft.edit } = change;
	return { text, page, replyTo, edit };
}

/** Who has said what they were writing writes no more, and who has gone does nothing here. */
function doingsAfter(doings: LiveState["doings"], event: FoldEvent): LiveState["doings"] {
	switch (event.type) {
		case "message":
		case "sealed":
			return withoutWriting(doings, event.sender);
		case "act":
			return event.act.kind === "edit" ? withoutWriting(doings, event.sender) : doings;
		case "left":
			return withoutDoing(doings, event.memberId);
		default:
			return doings;
	}
}

/** What came back on the stream under my name is no longer unsent, even if it failed its check. */
function unsentAfter(state: LiveState, event: FoldEvent): LiveState["unsent"] {
	if (!("sender" in event) || event.sender !== state.me || event.id === null) return state.unsent;
	// It stays beside the shown log until the rebuilt one, which holds it, takes that log's place.
	if (state.rebuilding !== null && (event.type === "message" || event.type === "act")) return state.unsent;
	return withoutUnsent(state.unsent, event.id);
}

/** What of the unsent is not in the log. */
function unsentBeside({ log }: Fold, { unsent, me }: LiveState): LiveState["unsent"] {
	const sent = new Set(log.flatMap((entry) => ("id" in entry && entry.sender === me ? [entry.id] : [])));
	return unsent.some(({ id }) => sent.has(id)) ? unsent.filter(({ id }) => !sent.has(id)) : unsent;
}

function withoutUnsent(unsent: LiveState["unsent"], id: string): LiveState["unsent"] {
	return unsent.some((message) => message.id === id) ? unsent.filter((message) => message.id !== id) : unsent;
}

function changeUnsent(unsent: LiveState["unsent"], id: string, state: UnsentStage): LiveState["unsent"] {
	const index = unsent.findIndex((message) => message.id === id);
	const message = unsent[index];
	if (message === undefined || isSame(message.state, state)) return unsent;
	return unsent.with(index, { ...message, state });
}

/** The state with these parts; the same object when all of them are the same. */
function change(state: LiveState, parts: Partial<LiveState>): LiveState {
	const keys = Object.keys(parts) as (keyof LiveState)[];
	return keys.every((key) => isSame(state[key], parts[key])) ? state : { ...state, ...parts };
}

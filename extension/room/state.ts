import type { Act, Chunk, Deed } from "./acts.ts";
import type { Invite } from "./invites.ts";
import type { Knock } from "./knock.ts";
import type { Content, Said, SharedPage } from "./payload.ts";
import type { ClockSample, ServerClock } from "./server-clock.ts";
import type { Doings, Status } from "./status.ts";
import type { Tail } from "./tail.ts";

/** Why a room is over for this browser. `seat-taken`: away too long, and somebody else came in. */
export type EndReason = "destroyed" | "expired" | "left" | "removed" | "seat-taken" | "not-found";

/** Somebody who is, or was, in the room. `name` is null when the sealed profile did not open. */
export type Person = {
	memberId: string;
	name: string | null;
	/** 0 for the starter, then by order of joining; picks the hue and tilt. */
	order: number;
	/** Holds a seat. False after leaving or removal: the name still stands beside what they wrote. */
	here: boolean;
	online: boolean;
};

/** The newest sender key of one member: the how manieth it is, and to whom it was given. Epoch 0 is the link's, for all. */
export type Handed = { epoch: number; to: readonly string[] };

/** Whose keys I compared with theirs, by memberId: the newest event there was when I first did. */
export type Compared = Readonly<Record<string, string>>;

/** Whether somebody was shown the same up to a place. `unknown`: that place is before all that is here. */
export type Comparison = "same" | "differs" | "unknown";

/** An emoji beside a message, and who put it there, the first one first. */
export type Reaction = { emoji: string; members: readonly string[] };

/** What has become of a message since it was sent. What is not there has not happened. */
export type Fate = {
	edited?: true;
	reactions?: readonly Reaction[];
	/** How many chunks of its file are in. */
	arrived?: number;
	/** memberIds of those who have looked at the picture that can be viewed once, the first one first. */
	viewed?: readonly string[];
};

/** What an act was, without its words or bytes. `length` of the bytes. */
export type ActMark =
	| Exclude<Act, { kind: "edit" }>
	| Omit<Extract<Act, { kind: "edit" }>, "text">
	| (Omit<Chunk, "bytes"> & { length: number });

/** One line of the room's log, in the order of its cursors. `timestamp` in ms, the server's clock. */
export type LogEntry =
	| ({ type: "message"; cursor: string; id: string; sender: string; timestamp: number } & Content & Fate)
	/** Its sender took it back, or (`passed`) had given it no longer: in its place is nothing of it. */
	| { type: "withdrawn"; cursor: string; id: string; sender: string; timestamp: number; passed?: true }
	/** What was done to a message: it shows there, but it has its place. */
	| { type: "act"; cursor: string; id: string; sender: string; timestamp: number; mark: ActMark }
	/** A message whose key is not here. `lost`: it won't come any more, its sender has a newer one or is gone. */
	| { type: "sealed"; cursor: string; id: string; sender: string; timestamp: number; epoch: number; lost: boolean }
	/** A key that was handed over: nothing to read, but it has its place. */
	| { type: "handed"; cursor: string; id: string; sender: string; timestamp: number }
	| { type: "joined"; cursor: string; memberId: string; timestamp: number }
	| { type: "left"; cursor: string; memberId: string; timestamp: number; reason: "left" | "removed" | "replaced" }
	/** `addedMs` is 0 when it is not known: the time was added before I came. */
	| { type: "extended"; cursor: string; by: string; timestamp: number; expiresAt: number; addedMs: number }
	| { type: "locked"; cursor: string; timestamp: number; locked: boolean }
	/** The starter's rights went from `by` to `memberId`. */
	| { type: "appointed"; cursor: string; memberId: string; by: string; timestamp: number }
	/** Something that failed its check: never shown as a message, but that it failed is. */
	| { type: "caught"; cursor: string; sender: string | null; timestamp: number; what?: "appointment" }
	/** From here on `sender` is not shown the same messages as this browser. */
	| { type: "differs"; cursor: string; sender: string; timestamp: number };

/** Why a message was not sent; `error-words.ts` turns it into a sentence. */
export type UnsentCause = "too-fast" | "room-storage-full" | "too-long" | "refused";

/** How far something unsent is. */
export type UnsentStage =
	| { name: "sending" }
	/** The network or the server is away, or an earlier message is not through: it goes by itself. */
	| { name: "waiting" }
	| { name: "failed"; cause: UnsentCause };

/** What I said and the stream has not brought back yet: a message, or an act. `writtenAt`: ms, this browser's clock. */
export type Unsent = Said & { id: string; writtenAt: number; state: UnsentStage };

/** A page in the message box: its quote may be empty while it is written. `shortened`: more was selected than the quote holds. */
export type DraftPage = SharedPage & { shortened?: true };

/** Other words for a message of mine, while they are written: `to` is its id. */
export type DraftEdit = { to: string; text: string };

/**
 * What is being written, the page that will go with it, and the id of the message it answers. While there is an `edit`,
 * that is what is being written, and all else waits beside it.
 */
export type Draft = { text: string; page: DraftPage | null; replyTo: string | null; edit: DraftEdit | null };

export const noDraft: Draft = { text: "", page: null, replyTo: null, edit: null };

/** The stream the room hangs on. `retryAt`: ms of `performance.now()`'s clock in this context, when it tries again. */
export type Connection = { name: "connecting" } | { name: "open" } | { name: "waiting"; retryAt: number };

/** Where some bytes of a file stand. */
export type FileChunk = { index: number; length: number; cursor: string };

/**
 * What was done to one message, the last word of each by cursor: so it does not matter in which order they are heard.
 * `unsent`: by its author.
 */
export type Deeds = {
	reactions: readonly { member: string; emoji: string; on: boolean; cursor: string }[];
	edit: { text: string; cursor: string } | null;
	unsent: boolean;
	/** Who says that they have looked at it; it counts where there is a picture that can be viewed once. */
	viewed: readonly { member: string; cursor: string }[];
	/** What its author sent of a file, in the order of the cursors: which of it counts, the file's size tells. */
	chunks: readonly FileChunk[];
};

/** `since`: the cursor of its coming in, of whoever began the room; of all others that of their appointment. */
export type Starter = { memberId: string; since: string };

/** What the stream tells, folded: the same for all members, rebuilt from its events at any time. */
export type Fold = {
	/** The newest event that is in; null: none yet. */
	cursor: string | null;
	/** All who are or were here, in order of joining. */
	people: readonly Person[];
	log: readonly LogEntry[];
	locked: boolean;
	/** Who may lock the room and remove people, and the event by which it may. Null: nobody has come yet. */
	starter: Starter | null;
	/** By memberId: the newest sender key of each, and who was given it. Not there: none yet. */
	handed: Readonly<Record<string, Handed>>;
	/** By message id: what was done to those that are in the log, or wait there for their key. Not there: nothing. */
	deeds: Readonly<Record<string, Deeds>>;
	/** When the first of the messages goes that were not given the whole room's time; ms, the server's clock. Null: none does. */
	passesAt: number | null;
};

export type LiveState = Fold & {
	phase: "live";
	/** My memberId. */
	me: string;
	capacity: number;
	/** memberIds with a stream; may name somebody whose `joined` is not in yet. */
	online: readonly string[];
	/** A new stream will tell anew who is online; until it does, what the last one told is shown. */
	onlineIsOld: boolean;
	unsent: readonly Unsent[];
	/** False until everything that was there on connecting is in. */
	caughtUp: boolean;
	/** The newest event on the server when the stream connected. */
	target: string | null;
	/** Whether the stream brings what the server tells that there is. */
	tail: Tail;
	/** After a `reset`: the fold that is being built again behind the one that is shown. */
	rebuilding: Fold | null;
	readCursor: string | null;
	unreadCount: number;
	draft: Draft;
	compared: Compared;
	/** The invites for one person that I made and nobody has used yet. */
	invites: readonly Invite[];
	/** Who asks to come in. */
	knocks: readonly Knock[];
	/** Who is writing, and what was seen by whom. */
	doings: Doings;
	connection: Connection;
	createdAt: number;
	/** Who began the room, by its first event: a room that another one began is another room. Null: not told yet. */
	founder: string | null;
	expiresAt: number;
	/** The end as it was when I came: what the first `extended` after it is measured by. */
	firstExpiresAt: number;
	clock: ServerClock;
};

export type EndedState = {
	phase: "ended";
	reason: EndReason;
	byMe: boolean;
	/** How long the room was meant to live, added time included; ms. Not there when I was never in it. */
	lifeMs?: number;
};

export type RoomState = LiveState | EndedState;

/** What a sealed message came to. `shown`: whether its sender was shown the same up to then. */
export type OpenedEvent =
	| ({ type: "message"; cursor: string; id: string; sender: string; shown: Comparison } & Content)
	| { type: "act"; cursor: string; id: string; sender: string; act: Deed; shown: Comparison }
	/** A message, or a profile, that failed its check. */
	| { type: "caught"; cursor: string; id: string | null; sender: string }
	/** Of a kind this version does not know: nothing to show, but it has its place. */
	| { type: "skipped"; cursor: string; id: string | null; sender: string | null };

/** An event of the stream that stands in the room's one order, opened and checked. */
export type FoldEvent =
	| OpenedEvent
	/** A message whose key is not here. */
	| { type: "sealed"; cursor: string; id: string; sender: string; epoch: number }
	/** `sender` gave its newest key to these members; `opened`: what had waited for it here. */
	| ({ type: "handed"; cursor: string; id: string; sender: string; shown: Comparison } & Handed & {
				opened: readonly OpenedEvent[];
			})
	/** `invite`: the hash of the one that was spent for it. */
	| { type: "joined"; cursor: string; memberId: string; name: string | null; invite?: string | undefined }
	| { type: "left"; cursor: string; memberId: string; reason: "left" | "removed" | "replaced" }
	| { type: "extended"; cursor: string; by: string; expiresAt: number }
	| { type: "locked"; cursor: string; locked: boolean }
	/** `by` has signed that its rights, which it had since that cursor, go to `memberId`. Null: it has signed no such thing. */
	| { type: "appointed"; cursor: string; memberId: string; by: string; since: string | null };

/** Everything that can happen to a room. */
export type RoomEvent =
	| FoldEvent
	/** The stream is attached: `cursor` is the newest event there is. After the events, all who are online are told. */
	| { type: "connected"; cursor: string; expiresAt: number }
	/** All events follow again, from the first. */
	| { type: "reset" }
	/** The stream is alive, and the server says that it has told everything up to `cursor`. */
	| { type: "pinged"; cursor: string }
	| { type: "presence"; memberId: string; online: boolean }
	/** I took their seat away and the server has said so: nothing more is sealed for them, before the stream tells. */
	| { type: "removed"; memberId: string }
	/** What a member tells of itself. */
	| { type: "status"; memberId: string; status: Status }
	/** By the server's clock it is so late, ms: what was to go by then goes. */
	| { type: "passed"; now: number }
	/** It told so of its writing at that time, and nothing since. */
	| { type: "still"; memberId: string; at: number }
	| { type: "connection"; connection: Connection }
	| { type: "clock"; sample: ClockSample }
	| { type: "expiry"; expiresAt: number }
	| ({ type: "written"; id: string; writtenAt: number; state: UnsentStage } & Said)
	| { type: "unsent"; id: string; state: UnsentStage }
	| { type: "discarded"; id: string }
	/** What is not named stays as it is. */
	| ({ type: "drafted" } & Partial<Draft>)
	| { type: "read"; cursor: string }
	/** The safety number of these members, me among them, was compared. */
	| { type: "compared"; memberIds: readonly string[]; matches: boolean }
	/** I made an invite, or one was withdrawn: these are left. */
	| { type: "invites"; invites: readonly Invite[] }
	| { type: "knocked"; knock: Knock }
	/** They were answered, or wait no more. */
	| { type: "knock-over"; id: string }
	| { type: "ended"; reason: EndReason; byMe: boolean };

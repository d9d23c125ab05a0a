import type { ProblemCode } from "../../backend/protocol/errors.ts";
import type { Act } from "../room/acts.ts";
import type { Knock } from "../room/knock.ts";
import type { CardRefusal } from "../room/page-card.ts";
import type { Content } from "../room/payload.ts";
import type { Receipts } from "../room/receipts.ts";
import type { FormerKey } from "../room/sender-keys.ts";
import type { ServerClock } from "../room/server-clock.ts";
import type { FileFacts } from "../room/shared-file.ts";
import type { Compared, Connection, Draft, DraftPage, EndReason, LogEntry, Person, Unsent } from "../room/state.ts";
import type { Doings } from "../room/status.ts";

export type { Receipts, ServerClock };

type Common = {
	roomId: string;
	/** "Alder Bend", drawn from the secret: the same for all members, unknown to the server. */
	name: string;
	/** Origin of the room's server, "https://chat.example.org". */
	server: string;
};

/** A link that was opened, its room not yet joined: nothing has been said to the server. */
export type InvitedRoom = Common & {
	phase: "invited";
	/** The server is not the one this browser is set to: confirm before first contact. */
	foreign: boolean;
	/** A name to offer. */
	suggestedName: string;
};

export type LiveRoom = Common & {
	phase: "live";
	link: string;
	foreign: boolean;
	/** My memberId. */
	me: string;
	capacity: number;
	locked: boolean;
	/** memberId of who may lock the room and remove people: whoever started it, or was handed that. Null: not told yet. */
	starter: string | null;
	/** All who are or were here, in order of joining. */
	people: readonly Person[];
	log: readonly LogEntry[];
	unsent: readonly Unsent[];
	/** False until the first replay is through: the log may still be empty for that reason alone. */
	caughtUp: boolean;
	/** The newest cursor a panel has shown; messages of others after it are new. Null: none yet. */
	readCursor: string | null;
	/** Messages of others after `readCursor`. */
	unreadCount: number;
	draft: Draft;
	/** With whom the safety number was compared, and since when. */
	compared: Compared;
	/** The links for one person that I made and nobody has used yet; `id` names each. */
	invites: readonly { id: string; link: string }[];
	/** Who asks to come in: for whoever started the room to answer. */
	knocks: readonly Knock[];
	/** Who is writing, and what was seen by whom, as far as they tell; by memberId. */
	doings: Doings;
	connection: Connection;
	/** The server tells of more than it sends, on a new stream too. */
	withheld: boolean;
	/** Both in ms, the server's clock; life = time left ÷ (expiresAt − createdAt). */
	createdAt: number;
	expiresAt: number;
	clock: ServerClock;
};

export type EndedRoom = Common & {
	phase: "ended";
	reason: EndReason;
	byMe: boolean;
	/** How long the room was meant to live, added time included, when that was known; ms. */
	lifeMs?: number;
	/** Who of the others has wiped it: only in the browser that destroyed it, as long as its worker lives. */
	receipts?: Receipts;
};

export type RoomSnapshot = InvitedRoom | LiveRoom | EndedRoom;

export type RoomsSnapshot = {
	/** False until the hub has answered once (a panel that just opened, a worker that wakes). */
	ready: boolean;
	/** In the order they were opened. */
	rooms: readonly RoomSnapshot[];
	/** The room this surface shows; null shows the home screen. */
	open: string | null;
	/** What a menu of the browser has asked for in this window, until it is done. */
	errand?: Errand;
};

/** Something chosen in a menu of the browser, for this window's panel to show or to say. */
export type Errand = { id: string } & (
	| { type: "invite" }
	/** A room is being started, or was not because of `code`; the page goes into the next one that is open here. */
	| { type: "waiting"; page: DraftPage | null; code: FailureCode | null }
	/** Of what was chosen there is no card. */
	| { type: "refused"; reason: CardRefusal }
	| { type: "failed"; act: "start" | "change"; code: FailureCode }
);

/**
 * What of a seat goes over to the one that takes its place: what it read with, how far it had read, and the key (base64url)
 * of the invite that it left behind.
 */
export type FormerSeat = { formerKeys: readonly FormerKey[]; readCursor: string | null; invite?: string };

/** Everything a person can ask for. All but `start`, `extend` and `make-invite` may be repeated with no further effect; what is sent when it carries its id. */
export type Intent =
	/** Makes a room and opens it. `server` defaults to the built-in one; `name` to a random one. */
	| { type: "start"; ttlSeconds: number; capacity: number; name?: string; server?: string }
	/** Opens a link as an invited room, or shows the room when it is already here. */
	| { type: "invite"; link: string }
	/**
	 * Also tries again for a seat that was taken: an ended room of that reason. `former`: what a seat had that this one
	 * takes the place of.
	 */
	| { type: "join"; roomId: string; name: string; former?: FormerSeat }
	/** `id` (a message id of the protocol) makes a repeat the same send; without it the hub draws one. */
	| ({ type: "send"; roomId: string; id?: string } & Omit<Content, "file">)
	/** A file and what is said of it, `id` as for `send`. `bytes`: base64url, as ports of every browser carry it. */
	| {
			type: "send-file";
			roomId: string;
			id?: string;
			text: string;
			replyTo?: string | undefined;
			goesAfter?: number | undefined;
			/** A picture that each of the others may view once. */
			once?: true | undefined;
			mentions?: Content["mentions"];
			file: FileFacts;
			bytes: string;
	  }
	/** Asks for the file of a message: snapshots hold none. */
	| { type: "read-file"; roomId: string; id: string }
	/** Asks for a picture that can be viewed once, to show it now: that it was viewed is on its way before it is here. */
	| { type: "view-once"; roomId: string; id: string }
	/** Something done to a message of the log; `id` as for `send`. */
	| { type: "act"; roomId: string; act: Act; id?: string }
	| { type: "retry"; roomId: string; id: string }
	| { type: "discard"; roomId: string; id: string }
	/** Changes the parts that are named, and leaves the others. */
	| ({ type: "draft"; roomId: string } & Partial<Draft>)
	/** The room is in sight, up to there; said again when somebody comes who may not know. */
	| { type: "read"; roomId: string; cursor: string }
	/** A key was pressed in the message box; false: it is empty again. */
	| { type: "write"; roomId: string; isWriting: boolean }
	| { type: "open"; roomId: string | null }
	/** The safety number of these members, me among them, was compared: it matches, or it differs. */
	| { type: "compare"; roomId: string; memberIds: readonly string[]; matches: boolean }
	| { type: "extend"; roomId: string; addSeconds: number }
	/** Lets nobody new in, or again whoever has the link; for the starter. */
	| { type: "lock"; roomId: string; locked: boolean }
	/** Takes somebody's seat away for good; for the starter. */
	| { type: "remove"; roomId: string; memberId: string }
	/** Makes a link that lets one person in, once, also while the room is locked; for the starter. */
	| { type: "make-invite"; roomId: string }
	| { type: "withdraw-invite"; roomId: string; id: string }
	/** Asks whoever started a locked room to be let in; to be said again every 20 s while one waits, and joined meanwhile. */
	| { type: "knock"; roomId: string; name: string }
	/** Lets somebody who knocks in, or turns them away; for the starter. */
	| { type: "answer-knock"; roomId: string; id: string; letIn: boolean }
	/** Makes somebody else the starter; for the starter. */
	| { type: "hand-over"; roomId: string; memberId: string }
	/** `invite`: the hash of one by which somebody comes in this place, also into a locked room. */
	| { type: "leave"; roomId: string; invite?: string }
	/** Leaves every room and forgets all there is of any here; waits for no server. */
	| { type: "leave-all" }
	| { type: "destroy"; roomId: string }
	/** Forgets an ended or merely invited room. */
	| { type: "dismiss"; roomId: string }
	/** What the errand asked for is shown, or no longer wanted. */
	| { type: "errand-done"; id: string }
	/** "Try now": reconnects without waiting for the backoff. */
	| { type: "reconnect" };

/**
 * Why an intent failed: a code of the protocol, or what only a client can know.
 * `bad-link`: does not parse. `unreachable`: no answer. `not-mayfly`: an answer that is not this protocol's.
 * `insecure`: no WebCrypto here (plain http). `too-old`: this browser lacks Ed25519 or X25519.
 */
export type FailureCode =
	| ProblemCode
	| "bad-link"
	| "unreachable"
	| "not-mayfly"
	| "insecure"
	| "too-old"
	| "storage-full";

/** What became of an intent. `roomId` is the room it made or found; `link` the one it made; `bytes` the file it asked for, base64url. */
export type Outcome = { ok: true; roomId?: string; link?: string; bytes?: string } | { ok: false; code: FailureCode };

/**
 * All rooms of this browser, as a surface sees them. Snapshots are immutable: a part that did not change is
 * the same object as before. `do` never rejects.
 */
export interface Rooms {
	getSnapshot(): RoomsSnapshot;
	subscribe(listener: () => void): () => void;
	do(intent: Intent): Promise<Outcome>;
}

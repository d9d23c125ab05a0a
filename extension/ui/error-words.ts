import type { FailureCode } from "../hub/rooms.ts";
import type { EndReason, UnsentCause } from "../room/state.ts";

/** Where an intent failed: the words before the reason. */
export type FailedAct = "start" | "join" | "open" | "change";

const acts: Record<FailedAct, string> = {
	start: "The room didn’t start",
	join: "You’re not in yet",
	open: "The link didn’t open",
	change: "That didn’t work",
};

type Reason = {
	/** What happened, after the act and a colon. `{host}` is the server. */
	what: string;
	/** What is safe, what to do. */
	next: string;
	/** The reason is a sentence of its own: no act goes before it. */
	alone?: true;
};

const strangers: Reason = {
	what: "{host} and this Mayfly don’t understand each other",
	next: "Nothing was sent on. Update Mayfly, or use another server.",
};

const reasons: Record<FailureCode, Reason> = {
	"invalid-json": strangers,
	"invalid-field": strangers,
	unauthorized: strangers,
	"not-found": strangers,
	"method-not-allowed": strangers,
	"unsupported-media-type": strangers,
	"not-mayfly": {
		what: "{host} answers, but it’s no Mayfly server",
		next: "Nothing of the room was sent. Check the server’s address.",
	},
	unreachable: { what: "{host} doesn’t answer", next: "Nothing was sent." },
	"create-token": {
		what: "{host} starts rooms only for its own people",
		next: "Nothing was made. Use another server.",
	},
	"not-allowed": { what: "only whoever started the room can do this", next: "All is as it was." },
	"room-not-found": { what: "the room has ended, or there never was one", next: "Start another room." },
	"member-not-found": { what: "they’re no longer in the room", next: "All else is as it was." },
	"room-exists": { what: "another room came in between", next: "Nothing was made. Try again." },
	"room-full": { what: "all its seats are taken", next: "If someone leaves, one is free again." },
	"room-locked": { what: "the room takes nobody new", next: "Ask someone inside to open it." },
	"room-storage-full": {
		what: "the room holds no more messages",
		next: "What was written stays. Start another room to go on.",
	},
	"member-exists": { what: "your seat is taken", next: "Try again to get another." },
	"id-reused": { what: "it was sent before, with other words", next: "Copy it, and send it anew." },
	"body-too-large": { what: "it’s too long", next: "Your words are still here. Make it shorter." },
	"too-fast": { what: "too much came from here at once", next: "Nothing is lost. Try again in a minute." },
	internal: { what: "{host} failed", next: "Nothing is lost. Try again in a minute." },
	"store-unavailable": { what: "{host} can’t reach its store", next: "Nothing is lost. Try again in a minute." },
	"store-full": {
		what: "{host} has no space left",
		next: "Nothing is lost. Try again later, or use another server.",
	},
	"storage-full": { what: "this browser has no space left", next: "Nothing is lost. End a room, then try again." },
	"bad-link": {
		what: "A part of it is missing or changed",
		next: "Ask for it again, and copy all of it, to the last character.",
		alone: true,
	},
	insecure: {
		what: "This server needs HTTPS",
		next: "Without it the browser can’t seal anything, so nothing was sent. Ask whoever runs it.",
		alone: true,
	},
	"too-old": {
		what: "This browser is too old for Mayfly",
		next: "Nothing was sent. Update it, or open the link in another one.",
		alone: true,
	},
};

/** What happened, what is safe, what to do. `server` is an origin; only its host is shown. */
export function failureWords(code: FailureCode, act: FailedAct, server: string): string {
	const { what, next, alone } = reasons[code];
	const reason = what.replace("{host}", hostOf(server));
	return alone ? `${reason}. ${next}` : `${acts[act]}: ${reason}. ${next}`;
}

/** "chat.example.org" of "https://chat.example.org". */
export function hostOf(server: string): string {
	return URL.canParse(server) ? new URL(server).host : server;
}

/** After "Not sent: ", in the room's log. */
export const unsentWords: Record<UnsentCause, string> = {
	"too-fast": "the room is busy",
	"room-storage-full": "the room holds no more messages",
	"too-long": "it’s too long",
	refused: "the server didn’t take it",
};

type End = { name: string; byMe: boolean; life?: string };

const gone = "Its messages and keys are gone, here and on the server.";
const goneHere = "What you had of it is gone from this browser.";

const ends: Record<EndReason, { heading: string; text(end: End): string }> = {
	expired: {
		heading: "Time’s up.",
		text: ({ name, life }) => `${name} lived its ${life ?? "time"}. ${gone}`,
	},
	destroyed: {
		heading: "Room destroyed.",
		text: ({ name, byMe }) => `${byMe ? "You" : "Someone"} ended ${name} for everyone. ${gone}`,
	},
	left: { heading: "You left.", text: ({ name }) => `Your seat in ${name} is free again. ${goneHere}` },
	removed: { heading: "You were removed.", text: ({ name }) => `${name} goes on without you. ${goneHere}` },
	"seat-taken": {
		heading: "Your seat is taken.",
		text: ({ name }) => `You were away for a while, and ${name} is full. ${goneHere}`,
	},
	"not-found": {
		heading: "Nothing here.",
		text: () => "The room has ended, or there never was one. Rooms leave no trace, so we can’t tell which.",
	},
};

/** The large words over a room that is over, and the sentence below them. */
export function endWords(reason: EndReason, end: End): { heading: string; text: string } {
	return { heading: ends[reason].heading, text: ends[reason].text(end) };
}

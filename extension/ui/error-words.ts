import type { FailureCode } from "../hub/rooms.ts";
import type { EndReason, UnsentCause } from "../room/state.ts";
import { type Key, t } from "./words.ts";

/** Where an intent failed: the words before the reason. */
export type FailedAct = "start" | "join" | "open" | "change";

type Reason = {
	/** What happened, after the act and a colon. */
	what: Extract<Key, `failure.${string}.what`>;
	/** What is safe, what to do. */
	next: Extract<Key, `failure.${string}.next`>;
	/** The reason is a sentence of its own: no act goes before it. */
	alone?: true;
};

const strangers: Reason = { what: "failure.strangers.what", next: "failure.strangers.next" };

const reasons: Record<FailureCode, Reason> = {
	"invalid-json": strangers,
	"invalid-field": strangers,
	unauthorized: strangers,
	"not-found": strangers,
	"method-not-allowed": strangers,
	"unsupported-media-type": strangers,
	"not-mayfly": { what: "failure.notMayfly.what", next: "failure.notMayfly.next" },
	unreachable: { what: "failure.unreachable.what", next: "failure.unreachable.next" },
	"create-token": { what: "failure.createToken.what", next: "failure.createToken.next" },
	"not-allowed": { what: "failure.notAllowed.what", next: "failure.notAllowed.next" },
	"room-not-found": { what: "failure.roomNotFound.what", next: "failure.roomNotFound.next" },
	"member-not-found": { what: "failure.memberNotFound.what", next: "failure.memberNotFound.next" },
	"room-exists": { what: "failure.roomExists.what", next: "failure.roomExists.next" },
	"room-full": { what: "failure.roomFull.what", next: "failure.roomFull.next" },
	"room-locked": { what: "failure.roomLocked.what", next: "failure.roomLocked.next" },
	"invite-spent": { what: "failure.inviteSpent.what", next: "failure.inviteSpent.next" },
	"room-storage-full": { what: "failure.roomStorageFull.what", next: "failure.roomStorageFull.next" },
	"member-exists": { what: "failure.memberExists.what", next: "failure.memberExists.next" },
	"id-reused": { what: "failure.idReused.what", next: "failure.idReused.next" },
	"body-too-large": { what: "failure.bodyTooLarge.what", next: "failure.bodyTooLarge.next" },
	"too-fast": { what: "failure.tooFast.what", next: "failure.tooFast.next" },
	internal: { what: "failure.internal.what", next: "failure.internal.next" },
	"store-unavailable": { what: "failure.storeUnavailable.what", next: "failure.storeUnavailable.next" },
	"store-full": { what: "failure.storeFull.what", next: "failure.storeFull.next" },
	"storage-full": { what: "failure.storageFull.what", next: "failure.storageFull.next" },
	"bad-link": { what: "failure.badLink.what", next: "failure.badLink.next", alone: true },
	insecure: { what: "failure.insecure.what", next: "failure.insecure.next", alone: true },
	"too-old": { what: "failure.tooOld.what", next: "failure.tooOld.next", alone: true },
};

const sentences = {
	start: "failure.start",
	join: "failure.join",
	open: "failure.open",
	change: "failure.change",
	alone: "failure.alone",
} as const;

/** What happened, what is safe, what to do. `server` is an origin; only its host is shown. */
export function failureWords(code: FailureCode, act: FailedAct, server: string): string {
	const { what, next, alone } = reasons[code];
	return t(sentences[alone ? "alone" : act], { what: naming(what, server), next: t(next) });
}

/** Some reasons name the server, by its host. */
function naming(what: Reason["what"], server: string): string {
	return t(what as "failure.unreachable.what", { host: hostOf(server) });
}

/** "chat.example.org" of "https://chat.example.org". */
export function hostOf(server: string): string {
	return URL.canParse(server) ? new URL(server).host : server;
}

const causes = {
	"too-fast": "unsent.tooFast",
	"room-storage-full": "unsent.roomStorageFull",
	"too-long": "unsent.tooLong",
	refused: "unsent.refused",
} as const satisfies Record<UnsentCause, Key>;

/** "Not sent: it’s too long", in the room's log and above the message box. */
export function unsentWords(cause: UnsentCause): string {
	return t("unsent.notSent", { reason: t(causes[cause]) });
}

type End = { name: string; byMe: boolean; life?: string };

const ends: Record<EndReason, (end: End) => { heading: string; text: string; after?: string }> = {
	expired: ({ name: room, life }) => ({
		heading: t("ended.expired.heading"),
		text: life ? t("ended.expired.text", { room, life }) : t("ended.expired.textWithoutLife", { room }),
		after: t("ended.gone"),
	}),
	destroyed: ({ name: room, byMe }) => ({
		heading: t("ended.destroyed.heading"),
		text: t(byMe ? "ended.destroyed.byMe" : "ended.destroyed.bySomeone", { room }),
		after: t("ended.gone"),
	}),
	left: ({ name: room }) => ({
		heading: t("ended.left.heading"),
		text: t("ended.left.text", { room }),
		after: t("ended.goneHere"),
	}),
	removed: ({ name: room }) => ({
		heading: t("ended.removed.heading"),
		text: t("ended.removed.text", { room }),
		after: t("ended.goneHere"),
	}),
	"seat-taken": ({ name: room }) => ({
		heading: t("ended.seatTaken.heading"),
		text: t("ended.seatTaken.text", { room }),
		after: t("ended.goneHere"),
	}),
	"not-found": () => ({ heading: t("ended.notFound.heading"), text: t("ended.notFound.text") }),
};

/** The large words over a room that is over, and the sentences below them. */
export function endWords(reason: EndReason, end: End): { heading: string; text: string } {
	const { heading, text, after } = ends[reason](end);
	return { heading, text: after ? `${text} ${after}` : text };
}

import type { Act as RoomAct } from "../../room/acts.ts";
import { markOf } from "../../room/deeds.ts";
import { chunkCount, chunkLength } from "../../room/shared-file.ts";
import type { ActMark } from "../../room/state.ts";
import type { Line } from "../history.ts";
import {
	type Facts,
	linesOf,
	messageOf,
	type Operation,
	type Screen,
	sentOf,
	textOf,
	type Violation,
} from "./facts.ts";

/** Once all is healed, everybody comes to the newest event with nothing unsent; once it ended, everybody hears so. */
export function calm({ history }: Facts): Violation[] {
	return history.flatMap((line) => {
		if ((line.type !== "settled" && line.type !== "over") || line.isCalm) return [];
		const what = line.type === "settled" ? "not everybody caught up" : "somebody did not hear of the end";
		return [{ rule: "calm", what, lines: [line] }];
	});
}

/** A message that was answered 2xx is on the screen of everybody in the room, at that very place. */
export function delivered({ history, finals, forgotAt, settled }: Facts): Violation[] {
	const answered = linesOf(history, "call").filter(
		({ sent, until }) => sent !== undefined && until > forgotAt && until <= (settled?.at ?? 0),
	);
	return finals.flatMap(({ who, shown, line }) => {
		const cursors = new Map(shown.flatMap((entry) => (sentOf(entry) ? [[sentOf(entry)?.id, entry.cursor]] : [])));
		return answered.flatMap((call): Violation[] => {
			const { id = "", cursor = "" } = call.sent ?? {};
			const found = cursors.get(id);
			if (found === cursor) return [];
			// Answered out of what was there before the store forgot, heard after it.
			if (found !== undefined && call.at < forgotAt) return [];
			const what = found
				? `${id} was answered ${cursor}, ${who} sees it at ${found}`
				: `${id} was answered, ${who} does not see it`;
			return call.at < forgotAt ? [] : [{ rule: "delivered", what, lines: [call, line] }];
		});
	});
}

/**
 * Once all is healed nobody waits for a key, and everybody reads what was written since they came, unless its sender
 * left before it could hand its key over; for one whose leaving was lost on its way others wait as long as its lease.
 */
export function keys({ finals, forgotAt }: Facts): Violation[] {
	const here = new Set(finals.map(({ view }) => view.me));
	return finals.flatMap(({ who, shown, view, line }) => {
		const cameAt = shown.findLastIndex((entry) => entry.type === "joined" && entry.memberId === view.me);
		return shown.flatMap((entry, index): Violation[] => {
			if (entry.type !== "sealed") return [];
			const { id, sender, lost } = entry;
			const hasLeft = shown.slice(index).some((later) => later.type === "left" && later.memberId === sender);
			if (lost && (index < cameAt || hasLeft || forgotAt > Number.NEGATIVE_INFINITY)) return [];
			if (!lost && !here.has(sender) && !hasLeft) return [];
			return [{ rule: "keys", what: `${who} ${lost ? "can’t read" : "waits for the key of"} ${id}`, lines: [line] }];
		});
	});
}

/** Nobody is shown anything else than the others, but for what a store forgot. */
export function alike({ history, screens }: Facts): Violation[] {
	if (linesOf(history, "forgot").length > 0) return [];
	return screens.flatMap(({ who, view, line }) =>
		view.differs ? [{ rule: "alike", what: `${who} is not shown the same as ${view.differs}`, lines: [line] }] : [],
	);
}

/** What is shown was written, by who is said to have written it, as it was written; and nothing failed its check. */
export function words({ screens, operations, people }: Facts): Violation[] {
	const written = new Map<string, { act: Extract<Operation["act"], { id: string }>; who: number }>();
	for (const { act, who } of operations) if ("id" in act) written.set(act.id, { act, who });
	/** The texts that a message may have: its first, and those its author put in its place. */
	const texts = (id: string, by: number) =>
		[...written].flatMap(([sentId, { act, who }]) => {
			const isOf = act.type !== "act" ? sentId === id : act.act.kind === "edit" && act.act.to === id && who === by;
			return isOf ? [textOf(act)] : [];
		});
	const fileOf = ({ kind, to }: ActMark) => {
		const announced = written.get(to);
		return (kind === "chunk" || kind === "unsend") && announced?.act.type === "send-file" ? announced : undefined;
	};
	const checked = new Set<string>();
	return screens.flatMap(({ who, shown, line }) =>
		shown.flatMap((entry): Violation[] => {
			const key = `${who} ${JSON.stringify(entry)}`;
			if (checked.has(key)) return [];
			checked.add(key);
			const broken = (what: string) => [{ rule: "words", what, lines: [line] }];
			if (entry.type === "caught") return broken(`event ${entry.cursor} failed its check for ${who}`);
			if (entry.type !== "message" && entry.type !== "act" && entry.type !== "withdrawn") return [];
			const { id, sender } = entry;
			// What belongs to a file is its client's doing: it must be the file's sender's, and of that file.
			const source = written.get(id) ?? (entry.type === "act" ? fileOf(entry.mark) : undefined);
			if (source === undefined) return broken(`${who} sees ${id}, which nobody wrote`);
			if (entry.type === "message" && !texts(id, source.who).includes(entry.text))
				return broken(`${who} sees ${id} in other words`);
			if (entry.type === "act" && !isMarkOf(entry.mark, source.act)) return broken(`${who} sees ${id} as another act`);
			return people.get(sender) === source.who ? [] : broken(`${who} sees ${id} under another name`);
		}),
	);
}

const isMarkOf = (mark: ActMark, act: Operation["act"]): boolean => {
	if (act.type === "send-file") {
		return mark.kind === "unsend" || (mark.kind === "chunk" && mark.length === chunkLength(act, mark.index));
	}
	return act.type === "act" && JSON.stringify(markOf(act.act)) === JSON.stringify(mark);
};

/** Once all is healed, a file whose sender is there is whole, or was taken back. */
export function files({ finals }: Facts): Violation[] {
	const here = new Set(finals.map(({ view }) => view.me));
	return finals.flatMap(({ who, shown, line }) =>
		shown.flatMap((entry): Violation[] => {
			const message = messageOf(entry);
			if (!message?.file || !here.has(message.sender)) return [];
			const { id, file } = message;
			if (file.arrived === chunkCount(file)) return [];
			return [{ rule: "files", what: `${who} has ${file.arrived} chunks of ${id}`, lines: [line] }];
		}),
	);
}

/** What somebody sent is in the outbox or on their screen, never in both, never in neither. */
export function outbox({ screens, operations }: Facts): Violation[] {
	const sends = operations.filter(({ act, outcome }) => "id" in act && outcome === "ok");
	return screens.flatMap((screen) => {
		const { who, view, shown, line } = screen;
		if (view.phase !== "live") return [];
		const mine = new Set(
			shown.flatMap((entry) => (sentOf(entry)?.sender === view.me ? (sentOf(entry)?.id ?? []) : [])),
		);
		const both = view.unsent.filter((id) => mine.has(id));
		if (both.length > 0) return [{ rule: "outbox", what: `${both} is sent and unsent for ${who}`, lines: [line] }];
		// The first replay brings back what was sent; until it is through, nobody can say.
		if (!view.caughtUp) return [];
		return sends.flatMap((send) => {
			if (send.who !== who || send.endedAt >= screen.at || !("id" in send.act)) return [];
			const { id } = send.act;
			if (mine.has(id) || view.unsent.includes(id) || isOfNoUse(send, screens, sends)) return [];
			return isExcused(screen, send, screens)
				? []
				: [{ rule: "outbox", what: `${id} is lost to ${who}`, lines: [send.line, line] }];
		});
	});
}

/** An act upon what is not on one's screen when it is done, or is another's to change, is not sent; nor is a second view. */
function isOfNoUse({ act, who, invokedAt, endedAt }: Operation, screens: Screen[], sends: Operation[]): boolean {
	if (act.type !== "act") return false;
	const { to, kind } = act.act;
	const isEarlierView = (send: Operation) =>
		send.who === who && send.invokedAt < invokedAt && send.act.type === "act" && isViewOf(send.act.act, to);
	if (kind === "viewed" && sends.some(isEarlierView)) return true;
	const before = screens.findLastIndex((screen) => screen.who === who && screen.at <= invokedAt);
	const looks = screens.filter((screen, at) => screen.who === who && at >= before && screen.at <= endedAt);
	return looks.some(
		({ shown, view }) =>
			!shown.some((entry) => {
				const message = messageOf(entry);
				if (message?.id !== to) return false;
				if (kind === "viewed") return message.type === "message" && message.once && message.sender !== view.me;
				return kind === "reaction" || message.sender === view.me;
			}),
	);
}

const isViewOf = (act: RoomAct, to: string): boolean => act.kind === "viewed" && act.to === to;

/** What was seen sent and then forgotten by the store is gone; the screen shows the room as it is now. */
function isExcused(screen: Screen, send: Operation, screens: Screen[]): boolean {
	const { act } = send;
	const first = screen.shown[0]?.cursor;
	return screens.some(
		({ who, shown }) =>
			who === screen.who &&
			shown[0]?.cursor !== first &&
			shown.some((entry) => "id" in act && sentOf(entry)?.id === act.id),
	);
}

/** A draft stands until it is sent or written over, whatever became of the worker. */
export function drafts({ history, screens, operations }: Facts): Violation[] {
	const looks: { who: number; at: number; line: Line }[] = [
		...linesOf(history, "woke").map((line) => ({ who: line.who, at: line.at, line })),
		...linesOf(history, "settled").flatMap((line) => line.live.map((who) => ({ who, at: line.at, line }))),
	];
	return looks.flatMap(({ who, at, line }) => {
		const screen = screens.findLast((candidate) => candidate.who === who && candidate.at <= at);
		if (screen?.view.phase !== "live") return [];
		const allowed = draftsAt(operations, who, at);
		if (allowed.has(screen.view.draft)) return [];
		const what = `${who} has the draft "${screen.view.draft}" instead of "${[...allowed].join('" or "')}"`;
		return [{ rule: "drafts", what, lines: [line, screen.line] }];
	});
}

/** What the draft may be: what was last written for sure, or anything written since whose outcome is unknown. */
function draftsAt(operations: Operation[], who: number, at: number): Set<string> {
	let allowed = new Set([""]);
	for (const { who: by, act, invokedAt, endedAt, outcome } of operations) {
		if (by !== who || act.type !== "draft" || invokedAt > at) continue;
		if (outcome === "ok" && endedAt <= at) allowed = new Set([act.text]);
		else allowed.add(act.text);
	}
	return allowed;
}

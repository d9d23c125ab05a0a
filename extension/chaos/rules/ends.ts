import type { EndReason } from "../../room/state.ts";
import type { History } from "../history.ts";
import type { Fault } from "../plan.ts";
import { type Facts, linesOf, type Violation } from "./facts.ts";

/** After these a server is deaf for so long, ms: the end of a room is told, and not kept for who was not listening. */
const deafening: ReadonlySet<Fault["type"]> = new Set([
	"kill-subscriptions",
	"cut-subscriptions",
	"store-away",
	"freeze-store",
]);
const listensAgainMs = 2_500;

/** How a room may end for somebody. `byMe` only for what they did themselves. */
type Ending = { reason: EndReason; byMe: boolean };

/** Everybody is told how the room ended: as it did, where they were there to hear it. */
export function ends({ history, screens, operations, settled, plan }: Facts): Violation[] {
	return plan.people.flatMap((_, who) => {
		const screen = screens.findLast((candidate) => candidate.who === who);
		const { end } = screen?.view ?? {};
		if (screen === undefined || end === undefined) return [];
		const done = (type: "destroy" | "leave", by?: number) =>
			operations.some(
				(operation) =>
					operation.act.type === type && operation.outcome !== "failed" && (by === undefined || operation.who === by),
			);
		// Who was refused was never there.
		const wasIn = screens.some((candidate) => candidate.who === who && candidate.view.phase === "live");
		const forgot = linesOf(history, "forgot");
		const tried = operations.some(({ act }) => act.type === "destroy");
		const wasCalm = settled?.live.includes(who) === true && !forgot.some(({ again }) => again);
		const allowed: Ending[] = [];
		if (done("leave", who)) allowed.push({ reason: "left", byMe: true });
		// A try that seemed to fail may have been done.
		if (tried) allowed.push({ reason: "destroyed", byMe: false });
		if (operations.some(({ act, who: by }) => act.type === "destroy" && by === who)) {
			allowed.push({ reason: "destroyed", byMe: true });
		}
		const isRemoved = operations.some(({ act }) => act.type === "remove" && act.whom === who);
		if (isRemoved) allowed.push({ reason: "removed", byMe: false });
		if (linesOf(history, "expiring").length > 0) allowed.push({ reason: "expired", byMe: false });
		// Somebody who was not listening, or whose server was not, can only be told that nothing is there.
		const isDeaf = linesOf(history, "healed").some(
			({ fault, at }) =>
				fault.type === "deafen-subscriptions" ||
				(fault.type === "stall" && fault.who === who && at > newestStreamAt(history, who, screen.at)) ||
				(deafening.has(fault.type) && at > screen.at - listensAgainMs),
		);
		// A server learns of an end that was moved by an attach, or by a pulse; nobody can say which has come in time.
		const expiring = linesOf(history, "expiring").findLast(({ at }) => at < screen.at);
		const isKnown = linesOf(history, "frame").some(
			(frame) => expiring && frame.who === who && frame.name === "connected" && frame.at > expiring.at,
		);
		const isLate =
			openedAt(history, who, screen.at) > (operations.find(({ act }) => act.type === "destroy")?.invokedAt ?? 0);
		if (!wasIn || !wasCalm || isDeaf || (tried && isLate) || (expiring && !isKnown) || forgot.length > 0)
			allowed.push({ reason: "not-found", byMe: false });
		if (forgot.some(({ again }) => again)) allowed.push({ reason: "seat-taken", byMe: false });
		if (allowed.some(({ reason, byMe }) => reason === end.reason && byMe === end.byMe)) return [];
		const names = allowed.map(({ reason, byMe }) => `${reason}${byMe ? " by me" : ""}`).join(" or ");
		const what = `for ${who} it ended "${end.reason}"${end.byMe ? " by me" : ""}, not ${names}`;
		return [
			{
				rule: "ends",
				what,
				lines: [screen.line, ...operations.filter(({ act }) => act.type === "destroy").map(({ line }) => line)],
			},
		];
	});
}

/** When somebody last asked for a stream before `before`. */
function newestStreamAt(history: History, who: number, before: number): number {
	return linesOf(history, "stream").findLast((stream) => stream.who === who && stream.at < before)?.at ?? 0;
}

/** When the stream was asked for that told somebody, before `before`, that there is no such room. */
function openedAt(history: History, who: number, before: number): number {
	const refusal = linesOf(history, "frame").findLast(
		(frame) => frame.who === who && frame.name === "error" && frame.at <= before,
	);
	return linesOf(history, "stream").find(({ stream }) => stream === refusal?.stream)?.at ?? 0;
}

/** Who ended a room did so for everybody, once: a room that is over does not come back on any screen. */
export function stays({ screens }: Facts): Violation[] {
	return screens.flatMap(({ who, view, line }, index) => {
		if (view.phase !== "live") return [];
		const ended = screens.slice(0, index).findLast((screen) => screen.who === who && screen.view.phase === "ended");
		const isFinal = ended?.view.end?.reason === "destroyed" || ended?.view.end?.reason === "expired";
		return ended && isFinal
			? [{ rule: "stays", what: `${who} is in a room again that was over`, lines: [ended.line, line] }]
			: [];
	});
}

/** After the end nothing of the room is left: no key in the store, nothing but how it ended in the browsers. */
export function gone({ history, screens, operations }: Facts): Violation[] {
	// Whose start was not answered may have made a room that nobody knows; it goes when its time is up.
	const isAlone = operations.every(({ act, outcome }) => act.type !== "start" || outcome === "ok");
	const inStore = linesOf(history, "left").flatMap((line) =>
		line.keys.some((key) => isAlone || key.includes(line.room))
			? [{ rule: "gone", what: `the store still holds ${line.keys.join(", ")}`, lines: [line] }]
			: [],
	);
	const inBrowsers = linesOf(history, "remains").flatMap((line) => {
		const isOver = screens.findLast(({ who }) => who === line.who)?.view.phase === "ended";
		const rest = line.keys.filter((key) => !key.startsWith("room/"));
		return isOver && rest.length > 0
			? [{ rule: "gone", what: `the browser of ${line.who} still holds ${rest.join(", ")}`, lines: [line] }]
			: [];
	});
	return [...inStore, ...inBrowsers];
}

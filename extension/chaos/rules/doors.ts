import type { Line, Shown } from "../history.ts";
import { type Facts, linesOf, type Operation, type RoomEvent, type Violation } from "./facts.ts";

/** In the room's order nobody comes into a locked room without an invite, and every screen says whether it is locked. */
export function doors({ rooms, screens, operations, finals, forgotAt }: Facts): Violation[] {
	const violations = rooms.flatMap((events) => {
		let isLocked = false;
		return events.flatMap(({ told, name, line }): Violation[] => {
			if (name === "room.locked") isLocked = told.locked === true;
			if (name !== "room.joined" || !isLocked || told.invite !== undefined) return [];
			return [{ rule: "doors", what: `${told.memberId} came into the locked room`, lines: [line] }];
		});
	});
	const shown = screens.flatMap(({ who, shown, view, line }): Violation[] => {
		if (view.phase !== "live" || view.locked === lockOf(shown)) return [];
		return [
			{ rule: "doors", what: `${who} is told that the room is ${view.locked ? "" : "not "}locked`, lines: [line] },
		];
	});
	const last = lastLock(operations);
	const unheard = finals.flatMap(({ who, view, line }): Violation[] => {
		if (last === null || last.at < forgotAt || view.locked === last.locked) return [];
		return [{ rule: "doors", what: `${who} does not see what was done to the lock last`, lines: [last.line, line] }];
	});
	return [...violations, ...shown, ...unheard];
}

const lockOf = (shown: readonly Shown[]): boolean =>
	shown.findLast((entry) => entry.type === "locked")?.locked ?? false;

/** How the room was locked or opened at the end; null when nobody can say, or it never was. */
function lastLock(operations: readonly Operation[]): { locked: boolean; at: number; line: Line } | null {
	const locks = operations.filter(({ act }) => act.type === "lock");
	const last = locks.at(-1);
	if (last?.act.type !== "lock") return null;
	const isSure = locks.every(({ outcome, endedAt }) => outcome === "ok" && endedAt <= last.endedAt);
	const isAlone = locks.every((lock) => lock === last || lock.endedAt < last.invokedAt);
	return isSure && isAlone ? { locked: last.act.locked, at: last.invokedAt, line: last.line } : null;
}

/** An invite lets one in, whatever was lost and whoever tried; after a withdrawal that was answered it lets nobody in. */
export function invites({ rooms, operations, history }: Facts): Violation[] {
	const asked = linesOf(history, "entering");
	return rooms.flatMap((events) => {
		const usedBy = new Map<string, RoomEvent>();
		return events.flatMap((event): Violation[] => {
			const { invite, memberId } = event.told;
			if (event.name !== "room.joined" || invite === undefined) return [];
			const before = usedBy.get(invite);
			usedBy.set(invite, event);
			if (before)
				return [{ rule: "invites", what: `two came in by the invite ${invite}`, lines: [before.line, event.line] }];
			const first = asked.find((line) => line.memberId === memberId && line.invite === invite);
			if (first === undefined)
				return [{ rule: "invites", what: `${memberId} never came by ${invite}`, lines: [event.line] }];
			const withdrawn = operations.find(
				(each) => isWithdrawal(each, invite) && each.outcome === "ok" && each.endedAt < first.at,
			);
			if (withdrawn === undefined) return [];
			return [
				{
					rule: "invites",
					what: `${memberId} came in by an invite that was withdrawn`,
					lines: [withdrawn.line, event.line],
				},
			];
		});
	});
}

const isWithdrawal = ({ act, invite }: Operation, of: string): boolean =>
	invite === of && (act.type === "withdraw-invite" || (act.type === "answer-knock" && !act.letIn));
const isMaking = ({ act, invite }: Operation, of: string): boolean =>
	invite === of && (act.type === "make-invite" || (act.type === "answer-knock" && act.letIn));

/** Nobody stands before a locked door with an invite that was made, and none is called spent that nobody has used or withdrawn. */
export function refusals({ history, operations, forgotAt }: Facts): Violation[] {
	// What a store forgot of invites and locks, nobody can say.
	if (forgotAt > Number.NEGATIVE_INFINITY) return [];
	const asked = linesOf(history, "entering");
	return linesOf(history, "call").flatMap((call): Violation[] => {
		const asking = asked.find(({ who, at }) => who === call.who && at === call.at);
		if (asking === undefined) return [];
		const { invite, memberId } = asking;
		const refused = (what: string) => [
			{ rule: "refusals", what: `${call.who} was refused: ${what}`, lines: [asking, call] },
		];
		if (call.code === "room-locked") {
			const isLocked = operations.some(
				({ act, invokedAt }) => act.type === "lock" && act.locked && invokedAt < call.until,
			);
			if (!isLocked) return refused("the room was never locked");
			const isMade = operations.some(
				(each) => invite !== undefined && isMaking(each, invite) && each.outcome === "ok" && each.endedAt < call.at,
			);
			return isMade ? refused("the invite had been made") : [];
		}
		if (call.code !== "invite-spent") return [];
		const isSpent =
			asked.some((other) => other.invite === invite && other.memberId !== memberId && other.at < call.until) ||
			operations.some((each) => invite !== undefined && isWithdrawal(each, invite) && each.invokedAt < call.until);
		return isSpent ? [] : refused("nobody had used or withdrawn the invite");
	});
}

/** Nobody ever sits on two seats, however often they tried to come in; once all is healed, who is there sits on one. */
export function seats({ rooms, people, finals }: Facts): Violation[] {
	const seated = new Map<string, RoomEvent>();
	const violations: Violation[] = [];
	for (const events of rooms) {
		seated.clear();
		for (const event of events) {
			const { memberId } = event.told;
			if (memberId === undefined) continue;
			if (event.name === "room.left") seated.delete(memberId);
			if (event.name !== "room.joined") continue;
			const who = people.get(memberId);
			const other = [...seated].find(([id]) => id !== memberId && who !== undefined && people.get(id) === who);
			if (other) violations.push({ rule: "seats", what: `${who} has two seats`, lines: [other[1].line, event.line] });
			seated.set(memberId, event);
		}
	}
	for (const { who, view, line } of finals) {
		if (view.me !== null && seated.has(view.me)) continue;
		violations.push({ rule: "seats", what: `${who} is there without a seat`, lines: [line] });
	}
	return violations;
}

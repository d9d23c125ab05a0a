import type { Shown } from "../history.ts";
import type { Act } from "../plan.ts";
import { type Facts, linesOf, type Operation, type RoomEvent, type Violation } from "./facts.ts";

/**
 * Who had the starter's rights, one after the other. They began at `earliest`, when somebody asked for it, or later, and
 * at `latest` when it was first heard of.
 */
type Reign = { memberId: string; who: number | undefined; earliest: number; latest: number };

/**
 * Every screen says who the starter is as its events make it, the server says the same, and the rights are handed on by
 * whoever has them alone.
 */
export function starter({ screens, finals, history, rooms }: Facts): Violation[] {
	const onScreens = screens.flatMap(({ who, shown, view, line }): Violation[] => {
		const expected = starterOf(shown);
		if (view.phase !== "live" || view.starter === expected) return [];
		return [{ rule: "starter", what: `${view.starter} is the starter for ${who}, not ${expected}`, lines: [line] }];
	});
	const usurped = rooms.flatMap((events) => {
		let has = events[0]?.told.memberId;
		return events.flatMap(({ name, told, line }): Violation[] => {
			if (name !== "room.starter") return [];
			const isTheirs = told.by === has;
			has = told.memberId;
			return isTheirs ? [] : [{ rule: "starter", what: `${told.by} hands on what it has not`, lines: [line] }];
		});
	});
	const [final] = finals;
	const kept = linesOf(history, "kept").flatMap((line): Violation[] => {
		if (final === undefined || line.starter === undefined || line.starter === final.view.starter) return [];
		return [
			{ rule: "starter", what: `${line.starter} is the starter for the server alone`, lines: [line, final.line] },
		];
	});
	const apart = finals.flatMap(({ who, view, line }): Violation[] => {
		if (final === undefined || view.starter === final.view.starter) return [];
		return [{ rule: "starter", what: `${who} and ${final.who} have two starters`, lines: [final.line, line] }];
	});
	return [...onScreens, ...usurped, ...kept, ...apart];
}

/** Whoever came first, and then whom it, and that one, handed its rights to. */
function starterOf(shown: readonly Shown[]): string | null {
	const appointed = shown.findLast((entry) => entry.type === "appointed");
	const entry = appointed ?? shown.find(({ type }) => type === "joined");
	return entry && "memberId" in entry ? entry.memberId : null;
}

const forStarter: ReadonlySet<Act["type"]> = new Set([
	...(["lock", "remove", "make-invite", "withdraw-invite", "answer-knock"] as const),
]);

/** Whoever has the starter's rights, and nobody else, is obeyed; and who was told that it handed them on has done so. */
export function rights(facts: Facts): Violation[] {
	const { operations, rooms, people, settled, screens, forgotAt } = facts;
	const [events] = rooms;
	// After a store has forgotten them, nobody can say whose they are.
	if (forgotAt > Number.NEGATIVE_INFINITY || events === undefined) return [];
	const reigns = readReigns(events, operations, people);
	const until = (place: number) => reigns[place + 1];
	/** May they have been the starter at some time of it, and were they for sure all the time? */
	const mayBe = (who: number, { invokedAt, endedAt }: Operation) =>
		reigns.some(
			(reign, place) =>
				reign.who === who &&
				reign.earliest <= endedAt &&
				invokedAt <= (until(place)?.latest ?? Number.POSITIVE_INFINITY),
		);
	const isSure = (who: number, { invokedAt, endedAt }: Operation) =>
		reigns.some(
			(reign, place) =>
				reign.who === who && reign.latest < invokedAt && endedAt < (until(place)?.earliest ?? Number.POSITIVE_INFINITY),
		);
	return operations.flatMap((operation): Violation[] => {
		const { act, who, outcome, invokedAt, endedAt, line } = operation;
		const broken = (what: string) => [{ rule: "rights", what, lines: [line] }];
		if (forStarter.has(act.type)) {
			if (outcome === "ok" && !mayBe(who, operation)) return broken(`${who} is obeyed without being the starter`);
			if (operation.code === "not-allowed" && isSure(who, operation)) return broken(`the starter ${who} is not obeyed`);
		}
		if (act.type !== "hand-over" || outcome !== "ok" || settled === null || endedAt > settled.at) return [];
		// Who sees that it is done already asks nobody.
		const screen = screens.findLast((each) => each.who === who && each.at <= invokedAt);
		const isDone = screen?.view.starter != null && people.get(screen.view.starter) === act.whom;
		return isDone || mayBe(act.whom, operation) ? [] : broken(`${who} handed nothing to ${act.whom}`);
	});
}

function readReigns(events: readonly RoomEvent[], operations: readonly Operation[], people: Facts["people"]): Reign[] {
	const founder = events[0]?.told.memberId ?? "";
	const reigns: Reign[] = [{ memberId: founder, who: people.get(founder), earliest: 0, latest: 0 }];
	for (const { name, told, at } of events) {
		const { memberId = "", by = "" } = told;
		if (name !== "room.starter") continue;
		const who = people.get(memberId);
		const before = reigns.at(-1)?.earliest ?? 0;
		const asked = operations.find(
			({ act, who: asker, endedAt }) =>
				act.type === "hand-over" && act.whom === who && asker === people.get(by) && endedAt >= before,
		);
		reigns.push({ memberId, who, earliest: asked?.invokedAt ?? at, latest: at });
	}
	return reigns;
}

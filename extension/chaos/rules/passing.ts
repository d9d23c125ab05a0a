import { parseCursor } from "../../../backend/protocol/ids.ts";
import { type Facts, linesOf, type Violation } from "./facts.ts";

/** People's clocks follow the server's by as much, ms: an answer may have been held up on its way, or a machine busy. */
const mayBe = { early: 1_500, late: 5_000 };

/**
 * A message that goes before the room goes from every screen when its time is up, no other one goes so, and none comes
 * back when the history is read again.
 */
export function passing({ history, screens, operations, plan }: Facts): Violation[] {
	const lives = new Map(
		operations.flatMap(({ act }) =>
			"goesAfter" in act && act.goesAfter ? [[act.id, act.goesAfter * 1_000] as const] : [],
		),
	);
	const passed = linesOf(history, "passed");
	const late = passed.flatMap((line): Violation[] => {
		const what = line.again ? "not everybody has read again what there was" : "something does not go";
		return line.isCalm ? [] : [{ rule: "passing", what, lines: [line] }];
	});
	const serverAt = serverClock(history, plan.store === "memory" ? plan.serverClockOffMs : 0);
	const over = passed.at(0)?.at ?? Number.POSITIVE_INFINITY;
	// Where a room is let run out, the server's clock may jump.
	const until = linesOf(history, "expiring").at(0)?.at ?? Number.POSITIVE_INFINITY;
	const onScreens = screens.flatMap(({ who, at, shown, line }) =>
		shown.flatMap((entry): Violation[] => {
			if (entry.type !== "message" && entry.type !== "withdrawn") return [];
			const { id, cursor } = entry;
			const broken = (what: string) => [{ rule: "passing", what: `${id} ${what} for ${who}`, lines: [line] }];
			const life = lives.get(id);
			const hasGone = entry.type === "withdrawn" && entry.passed === true;
			if (life === undefined) return hasGone ? broken("has gone, and was given the room’s time") : [];
			const goesIn = parseCursor(cursor).ms + life - serverAt(at);
			if (hasGone) return goesIn > mayBe.early && at < until ? broken("has gone too early") : [];
			if (entry.type === "withdrawn") return [];
			if (at < until && goesIn < -mayBe.late) return broken("stays too long");
			return at > over && goesIn < 0 ? broken("has come back") : [];
		}),
	);
	return [...late, ...onScreens];
}

/** The server's time, ms since 1970, at a moment of the history. */
function serverClock(history: Facts["history"], offMs: number): (at: number) => number {
	const startedAt = linesOf(history, "plan")[0]?.startedAt ?? 0;
	return (at) => startedAt + at + offMs;
}

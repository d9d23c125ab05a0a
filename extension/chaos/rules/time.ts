import { type Facts, linesOf, type Violation } from "./facts.ts";

/** Once all is healed, all who are in the room, and the server, know the same end, and no time that was added is lost. */
export function time({ history, finals, screens, operations, forgotAt }: Facts): Violation[] {
	const [kept] = linesOf(history, "kept");
	const apart = finals.flatMap(({ who, view, line }): Violation[] => {
		if (kept?.expiresAt === undefined || view.expiresAt === kept.expiresAt) return [];
		return [{ rule: "time", what: `the room ends at another time for ${who}`, lines: [line, kept] }];
	});
	const lost = operations.flatMap(({ who, act, outcome, invokedAt, endedAt, line }): Violation[] => {
		if (act.type !== "extend" || outcome !== "ok" || invokedAt < forgotAt) return [];
		const told = screens.findLast((screen) => screen.who === who && screen.at <= endedAt)?.view.expiresAt ?? 0;
		const sooner = finals.find(({ at, view }) => at >= endedAt && (view.expiresAt ?? 0) < told);
		return sooner ? [{ rule: "time", what: `${who} added time that is gone`, lines: [line, sooner.line] }] : [];
	});
	return [...apart, ...lost];
}

import type { Fault } from "../plan.ts";
import { type Facts, linesOf, type Violation } from "./facts.ts";

/** While these go on, and so long after, ms, a server may say that its store is away. */
const storeFaults: ReadonlySet<Fault["type"]> = new Set(["freeze-store", "store-away", "store-full", "forget"]);
const afterMs = 2_500;

/**
 * What a room's end, a full room or a quick writer is answered with, and what the rules of the doors and of the starter
 * look at; anything else 4xx is a mistake of ours.
 */
const expectedCodes = new Set([
	...["room-not-found", "room-full", "too-fast"],
	...["room-locked", "invite-spent", "not-allowed", "member-not-found"],
]);

/** No server fails by itself, and nobody is refused who should not be. */
export function errors({ history }: Facts): Violation[] {
	const windows = storeWindows({ history });
	const answers = linesOf(history, "call").flatMap((line) => {
		const { status, code = "", at, until } = line;
		if (status < 400 || expectedCodes.has(code)) return [];
		const isExcused = status === 503 && windows.some(([from, to]) => at <= to && until >= from);
		return isExcused ? [] : [{ rule: "errors", what: `${line.line} was answered ${status} ${code}`, lines: [line] }];
	});
	const frames = linesOf(history, "frame").flatMap((line) =>
		line.name === "error" && !["room-not-found", "store-unavailable", "store-full"].includes(line.code ?? "")
			? [{ rule: "errors", what: `a stream said ${line.code}`, lines: [line] }]
			: [],
	);
	return [...answers, ...frames];
}

function storeWindows({ history }: Pick<Facts, "history">): [from: number, to: number][] {
	return linesOf(history, "fault").flatMap(({ fault, at }): [number, number][] => {
		if (!storeFaults.has(fault.type)) return [];
		const healed = linesOf(history, "healed").find(
			(line) => line.at >= at && JSON.stringify(line.fault) === JSON.stringify(fault),
		);
		return [[at, (healed?.at ?? Number.POSITIVE_INFINITY) + afterMs]];
	});
}

/** No server logs and no store holds a token, a secret, a name or a text; a log also no room and no address. */
export function secrets({ history }: Facts): Violation[] {
	return linesOf(history, "private").flatMap(({ values, logs }) =>
		history.flatMap((line): Violation[] => {
			const text = line.type === "log" ? line.line : line.type === "store" ? line.text : "";
			const hidden = line.type === "log" ? [...values, ...logs] : values;
			const found = hidden.find((value) => value !== "" && text.includes(value));
			if (found === undefined) return [];
			return [
				{
					rule: "secrets",
					what: `"${found.slice(0, 60)}" stands in ${line.type === "log" ? "a log" : "the store"}`,
					lines: [line],
				},
			];
		}),
	);
}

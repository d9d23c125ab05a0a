import { compareCursors, parseCursor } from "../../../backend/protocol/ids.ts";
import type { Line, Shown } from "../history.ts";
import { type Facts, linesOf, repeated, sentOf, type Violation } from "./facts.ts";

/** One screen never shows an event or a message twice, nor does the store hold one twice. */
export function once({ screens, history }: Facts): Violation[] {
	const onScreens = screens.flatMap(({ who, shown, line }) => {
		const ids = shown.flatMap((entry) => sentOf(entry)?.id ?? []);
		const twice = repeated([...shown.map(({ cursor }) => cursor), ...ids]);
		return twice.length > 0
			? [{ rule: "once", what: `${twice} stands twice on the screen of ${who}`, lines: [line] }]
			: [];
	});
	const inStore = linesOf(history, "kept").flatMap((line) => {
		const twice = repeated(line.messages.flatMap(({ id, cursor }) => [id, cursor]));
		return twice.length > 0 ? [{ rule: "once", what: `${twice} is kept twice`, lines: [line] }] : [];
	});
	return [...onScreens, ...inStore];
}

/** Every screen shows the one order from its first event on: no hole, and the same at each place for all. */
export function order({ screens, finals, history, settled }: Facts): Violation[] {
	const violations: Violation[] = [];
	/** By the first event of a room (a room made again has another) and the place in it. */
	const places = new Map<string, { entry: Shown; line: Line }>();
	for (const { who, shown, line } of screens) {
		for (const [index, entry] of shown.entries()) {
			const { n } = parseCursor(entry.cursor);
			const before = shown[index - 1];
			if (n !== index + 1) {
				violations.push({
					rule: "order",
					what: `screen of ${who}: event ${n} stands at place ${index + 1}`,
					lines: [line],
				});
				break;
			}
			if (before && compareCursors(before.cursor, entry.cursor) >= 0) {
				violations.push({
					rule: "order",
					what: `screen of ${who}: ${entry.cursor} follows ${before.cursor}`,
					lines: [line],
				});
			}
			const key = `${shown[0]?.cursor} ${n}`;
			const known = places.get(key) ?? { entry, line };
			places.set(key, known);
			if (nameOf(known.entry) !== nameOf(entry)) {
				const what = `event ${n} is ${nameOf(entry)} for ${who}, and was ${nameOf(known.entry)} before`;
				violations.push({ rule: "order", what, lines: [known.line, line] });
			}
		}
	}
	const [newest] = finals.map(({ shown }) => shown).toSorted((a, b) => b.length - a.length);
	for (const { who, shown, line } of finals) {
		if (shown.length === newest?.length && shown[0]?.cursor === newest[0]?.cursor) continue;
		const what = `${who} ends with ${shown.length} events, somebody else with ${newest?.length}`;
		violations.push({ rule: "order", what, lines: [line] });
	}
	return [...violations, ...keptOrder(newest ?? [], settled === null ? [] : linesOf(history, "kept"))];
}

/** The history the server tells is what screens show. */
function keptOrder(shown: readonly Shown[], kept: Extract<Line, { type: "kept" }>[]): Violation[] {
	if (shown.length === 0) return [];
	const onScreen = shown.flatMap((entry) => sentOf(entry) ?? []).map(({ id, cursor }) => `${id} at ${cursor}`);
	return kept.flatMap((line) => {
		const told = line.messages.map(({ id, cursor }) => `${id} at ${cursor}`);
		const at = Math.max(told.length, onScreen.length);
		const differ = Array.from({ length: at }, (_, index) => index).find((index) => told[index] !== onScreen[index]);
		if (differ === undefined) return [];
		const what = `message ${differ + 1} is ${onScreen[differ]} on screens, ${told[differ]} in the history`;
		return [{ rule: "order", what, lines: [line] }];
	});
}

const nameOf = (entry: Shown): string => {
	// Who has no key for it sees the same message.
	if (entry.type === "handed") return `${entry.cursor} handed ${entry.id}`;
	if ("id" in entry) return `${entry.cursor} message ${entry.id}`;
	return `${entry.cursor} ${entry.type} ${"memberId" in entry ? entry.memberId : ""}`;
};

/** What somebody wrote stands in the order in which they wrote it. */
export function ownOrder({ operations, finals, history, forgotAt }: Facts): Violation[] {
	const [final] = finals;
	if (final === undefined) return [];
	// What was answered and then forgotten is sent again once its sender hears so; later ones may have gone by then.
	const forgotten = new Set(
		linesOf(history, "call").flatMap(({ sent, at }) => (sent && at < forgotAt ? [sent.id] : [])),
	);
	const shown = final.shown.flatMap((entry) => sentOf(entry)?.id ?? []).filter((id) => !forgotten.has(id));
	const people = new Set(operations.map(({ who }) => who));
	return [...people].flatMap((who) => {
		const written = operations.flatMap(({ who: by, act }) => (by === who && "id" in act ? [act.id] : []));
		const expected = [...new Set(written)].filter((id) => shown.includes(id));
		const found = shown.filter((id) => expected.includes(id));
		const at = expected.findIndex((id, index) => found[index] !== id);
		if (at < 0) return [];
		const what = `${who} wrote ${expected[at]} before ${found[at]}, which stands first`;
		return [
			{
				rule: "own-order",
				what,
				lines: operations
					.filter(({ act }) => "id" in act && [expected[at], found[at]].includes(act.id))
					.map(({ line }) => line),
			},
		];
	});
}

/** Each stream brings every event once, in order, without a hole, from the cursor it was asked for. */
export function streams({ history }: Facts): Violation[] {
	const last = new Map<number, number>();
	const violations: Violation[] = [];
	for (const line of history) {
		if (line.type === "stream") last.set(line.stream, line.after === null ? 0 : parseCursor(line.after).n);
		if (line.type !== "frame") continue;
		if (line.name === "reset") last.set(line.stream, 0);
		if (line.cursor === undefined) continue;
		const { n } = parseCursor(line.cursor);
		const expected = (last.get(line.stream) ?? 0) + 1;
		if (n !== expected) {
			const what = `stream ${line.stream} of ${line.who} brings event ${n} where ${expected} is next`;
			violations.push({ rule: "streams", what, lines: [line] });
		}
		last.set(line.stream, n);
	}
	return violations;
}

/** Never more members than seats, at any place in the order. */
export function capacity({ plan, screens }: Facts): Violation[] {
	return screens.flatMap(({ shown, line }) => {
		const seated = new Set<string>();
		for (const entry of shown) {
			if (entry.type === "joined" && entry.memberId) seated.add(entry.memberId);
			if (entry.type === "left" && entry.memberId) seated.delete(entry.memberId);
			if (seated.size > plan.capacity) {
				return [{ rule: "capacity", what: `${seated.size} sit on ${plan.capacity} seats`, lines: [line] }];
			}
		}
		return [];
	});
}

import { compareCursors, parseCursor } from "../../../backend/protocol/ids.ts";
import type { History, Line, Shown, Told, View } from "../history.ts";
import type { Act, Plan } from "../plan.ts";

/** A promise that was broken, and the lines of the history that show it. */
export type Violation = { rule: string; what: string; lines: Line[] };

/** A screen as it stood from `at` on. */
export type Screen = { at: number; who: number; life: number; shown: readonly Shown[]; view: View; line: Line };

/** One operation: `endedAt` is infinite, and the outcome unknown, while nothing else was written down. */
export type Operation = {
	op: number;
	who: number;
	act: Act;
	/** The hash of the invite that it is about, or has made. */
	invite: string | undefined;
	/** How far somebody has read. */
	cursor: string | undefined;
	invokedAt: number;
	endedAt: number;
	outcome: "ok" | "failed" | "unknown";
	/** Why it failed. */
	code: string | undefined;
	line: Line;
};

/** An event of a room, as it was first brought to anybody. */
export type RoomEvent = { n: number; at: number; name: string; told: Told; line: Line };

/** A history, read once for all rules. */
export type Facts = {
	history: History;
	plan: Plan;
	/** Of everybody, in the order in which they came to be. */
	screens: Screen[];
	operations: Operation[];
	/** The events of the room in their order; of a room that was made again they are a list of their own. */
	rooms: RoomEvent[][];
	/** By memberId: whose seat it is. */
	people: ReadonlyMap<string, number>;
	/** When everything was healed and calm; null when the room ended before. */
	settled: Extract<Line, { type: "settled" }> | null;
	/** The screen of each who was in the room then. */
	finals: Screen[];
	/** When the store last lost everything; minus infinity for never. */
	forgotAt: number;
};

export const linesOf = <Type extends Line["type"]>(history: History, type: Type): Extract<Line, { type: Type }>[] =>
	history.filter((line): line is Extract<Line, { type: Type }> => line.type === type);

export function readFacts(history: History): Facts {
	const [first] = linesOf(history, "plan");
	if (first === undefined) throw new Error("a history begins with its plan");
	const settled = linesOf(history, "settled")[0] ?? null;
	const screens = readScreens(history);
	const finals = (settled?.live ?? []).flatMap(
		(who) => screens.findLast((screen) => screen.who === who && screen.at <= (settled?.at ?? 0)) ?? [],
	);
	const forgotAt = linesOf(history, "forgot").findLast(({ again }) => again)?.at ?? Number.NEGATIVE_INFINITY;
	return {
		...{ history, plan: first.plan, screens, settled, finals, forgotAt },
		operations: readOperations(history),
		rooms: readRooms(history),
		people: readPeople(history),
	};
}

function readRooms(history: History): RoomEvent[][] {
	const events = new Map<string, RoomEvent>();
	for (const line of linesOf(history, "frame")) {
		const { at, name, cursor, told = {} } = line;
		if (cursor === undefined || events.has(cursor)) continue;
		events.set(cursor, { n: parseCursor(cursor).n, at, name, told, line });
	}
	const rooms: RoomEvent[][] = [];
	for (const cursor of [...events.keys()].toSorted(compareCursors)) {
		const event = events.get(cursor);
		if (event === undefined) continue;
		if (event.n <= (rooms.at(-1)?.at(-1)?.n ?? 0) || rooms.length === 0) rooms.push([]);
		rooms.at(-1)?.push(event);
	}
	return rooms;
}

function readPeople(history: History): Map<string, number> {
	const people = new Map<string, number>();
	for (const { who, memberId } of linesOf(history, "entering")) people.set(memberId, who);
	for (const { who, view } of linesOf(history, "view")) if (view.me) people.set(view.me, who);
	return people;
}

function readScreens(history: History): Screen[] {
	const shownTo = new Map<number, readonly Shown[]>();
	return linesOf(history, "view").map((line) => {
		const { at, who, life, kept, view } = line;
		const shown = [...(shownTo.get(who) ?? []).slice(0, kept), ...line.shown];
		shownTo.set(who, shown);
		return { at, who, life, shown, view, line };
	});
}

function readOperations(history: History): Operation[] {
	const operations = new Map<number, Operation>();
	for (const line of history) {
		if (line.type === "invoke") {
			const { op, who, act, invite, cursor, at } = line;
			const open = { endedAt: Number.POSITIVE_INFINITY, outcome: "unknown", code: undefined } as const;
			operations.set(op, { op, who, act, invite, cursor, invokedAt: at, ...open, line });
		} else if (line.type === "ok" || line.type === "failed" || line.type === "unknown") {
			const operation = operations.get(line.op);
			if (operation) Object.assign(operation, { endedAt: line.at, outcome: line.type });
			if (operation && line.type === "ok") operation.invite ??= line.invite;
			if (operation && line.type === "failed") operation.code = line.code;
		}
	}
	return [...operations.values()];
}

/** The words of what somebody said. */
export const textOf = (act: Extract<Act, { id: string }>): string =>
	act.type !== "act" ? act.text : act.act.kind === "edit" ? act.act.text : "";

/** The message on a screen's line; null for any other line. */
export const messageOf = (shown: Shown) => (shown.type === "message" ? shown : null);

/** The line of something that was sent, read or not; null for any other line. */
export const sentOf = (shown: Shown) => ("id" in shown ? shown : null);

/** What stands more than once. */
export function repeated(values: readonly string[]): string[] {
	const seen = new Set<string>();
	return values.filter((value) => seen.size === seen.add(value).size);
}

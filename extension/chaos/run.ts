import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./checker.ts";
import { type History, writeHistory } from "./history.ts";
import { perform } from "./perform.ts";
import { planHistory, type StoreKind, type TransportKind } from "./plan.ts";
import type { Violation } from "./rules/facts.ts";

/** Which histories to run. Their seeds are `seed`, `seed + 1`, …; stores and transports take turns. */
export type RunOptions = {
	histories: number;
	seed: number;
	stores: readonly StoreKind[];
	transports: readonly TransportKind[];
	/** How many at a time. */
	parallel: number;
	/** Hears of every history as it ends. */
	told?: (outcome: Outcome) => void | Promise<void>;
};

export type Outcome = {
	seed: number;
	store: StoreKind;
	transport: TransportKind;
	operations: number;
	/** Taken by a server, each counted once. */
	messages: number;
	violations: Violation[];
	history: History;
};

/** Runs histories, several at a time, each in a world of its own. */
export async function runHistories(options: RunOptions): Promise<Outcome[]> {
	const { histories, seed, stores, transports, parallel, told } = options;
	const outcomes: Outcome[] = [];
	// Each redis-server waits for the end of this process.
	process.setMaxListeners(10 + 10 * parallel);
	let next = 0;

	async function lane(): Promise<void> {
		while (next < histories) {
			const place = next++;
			const store = stores[place % stores.length] ?? "memory";
			const transport = transports[Math.floor(place / stores.length) % transports.length] ?? "sse";
			const outcome = await runHistory(seed + place, store, transport);
			await told?.(outcome);
			// Kept for whoever is told alone: thousands of them are heavy.
			outcomes.push(outcome.violations.length > 0 ? outcome : { ...outcome, history: [] });
		}
	}

	await Promise.all(Array.from({ length: parallel }, lane));
	return outcomes;
}

export async function runHistory(seed: number, store: StoreKind, transport: TransportKind): Promise<Outcome> {
	const history = await perform(planHistory(seed, store, transport)).catch((error: Error) => error);
	if (history instanceof Error) {
		const failed: Violation = { rule: "ran", what: history.stack ?? history.message, lines: [] };
		return { ...{ seed, store, transport }, operations: 0, messages: 0, violations: [failed], history: [] };
	}
	const sent = history.flatMap((line) => (line.type === "call" && line.sent ? [line.sent.id] : []));
	return {
		...{ seed, store, transport, history },
		operations: history.filter(({ type }) => type === "invoke").length,
		messages: new Set(sent).size,
		violations: check(history),
	};
}

/** What a broken promise looks like, in a few lines; the whole history goes into a file. */
export async function explain({ seed, store, transport, violations, history }: Outcome): Promise<string> {
	const folder = join(tmpdir(), "mayfly-chaos");
	await mkdir(folder, { recursive: true });
	const file = join(folder, `${store}-${transport}-${seed}.jsonl`);
	await writeHistory(file, history);
	const shown = violations
		.slice(0, 3)
		.flatMap(({ rule, what, lines }) => [
			`  ${rule}: ${what}`,
			...lines.slice(0, 4).map((line) => `    ${shorten(JSON.stringify(line))}`),
		]);
	return [
		`seed ${seed} on ${store} over ${transport}: ${violations.length} broken`,
		...shown,
		`  the whole history: ${file}`,
		`  check it again: npm run chaos -- --check ${file}`,
		`  run it again: npm run chaos -- --histories 1 --seed ${seed} --store ${store} --transport ${transport}`,
	].join("\n");
}

const shorten = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)}…` : text);

/** The last line of a run. */
export function sum(outcomes: readonly Outcome[]): string {
	const total = (count: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + count(outcome), 0);
	const counted = `${outcomes.length} histories, ${total(({ operations }) => operations)} operations, ${total(({ messages }) => messages)} messages`;
	const broken = new Set(outcomes.flatMap(({ violations }) => violations.map(({ rule }) => rule)));
	return broken.size === 0 ? `${counted}: all promises held` : `${counted}: broken: ${[...broken].join(", ")}`;
}

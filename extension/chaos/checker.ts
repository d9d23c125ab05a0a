import type { History } from "./history.ts";
import { acts } from "./rules/acts.ts";
import { alike, calm, delivered, drafts, files, keys, outbox, words } from "./rules/delivery.ts";
import { doors, invites, refusals, seats } from "./rules/doors.ts";
import { ends, gone, stays } from "./rules/ends.ts";
import { type Facts, readFacts, type Violation } from "./rules/facts.ts";
import { capacity, once, order, ownOrder, streams } from "./rules/order.ts";
import { passing } from "./rules/passing.ts";
import { errors, secrets } from "./rules/servers.ts";
import { signals } from "./rules/signals.ts";
import { rights, starter } from "./rules/starter.ts";
import { time } from "./rules/time.ts";

/** Every promise that can be checked afterwards, by the name that a violation carries. */
export const rules: ((facts: Facts) => Violation[])[] = [
	...[calm, delivered, keys, alike, once, order, ownOrder, streams, capacity],
	...[doors, invites, refusals, seats, starter, rights],
	...[time, words, acts, files, passing, signals, outbox, drafts, ends, stays, gone, errors, secrets],
];

/** Checks a history against all rules. Pure: the same history gives the same violations. */
export function check(history: History): Violation[] {
	const facts = readFacts(history);
	return rules.flatMap((rule) => rule(facts));
}

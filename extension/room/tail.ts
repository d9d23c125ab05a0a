import { compareCursors } from "../../backend/protocol/ids.ts";

/**
 * Whether the stream brings what the server's pings tell of. A ping comes behind the events before it, so one that
 * names a later event tells of events that were not sent: a fault, or a server that holds some back.
 *
 * `behind`: one ping told of more. `asking`: a second one too, and what it told of first has not come: connect anew.
 * `asked`: that stream is there. `still-behind`, `withheld`: a first and a second ping on it told of more as well.
 */
export type Tail = { step: "whole" } | { step: Exclude<Step, "whole">; awaited: string };
type Step = "whole" | "behind" | "asking" | "asked" | "still-behind" | "withheld";

export const wholeTail: Tail = { step: "whole" };

/** What a ping that tells of more leads to. */
const afterPing: Record<Step, Exclude<Step, "whole">> = {
	whole: "behind",
	behind: "asking",
	// A ping of the old stream: the new one is on its way.
	asking: "asking",
	asked: "still-behind",
	"still-behind": "withheld",
	withheld: "withheld",
};

/** After a ping that names the event `told`, with all up to `cursor` in; null: nothing is. */
export function tailAfterPing(tail: Tail, cursor: string | null, told: string): Tail {
	const has = (event: string) => cursor !== null && compareCursors(cursor, event) >= 0;
	if (has(told)) return wholeTail;
	// What was awaited has come: that there is more is news.
	if (tail.step === "whole" || has(tail.awaited)) return { step: "behind", awaited: told };
	return { step: afterPing[tail.step], awaited: tail.awaited };
}

/** After a stream took over: twice in a row is on one stream. */
export function tailAfterConnect(tail: Tail): Tail {
	switch (tail.step) {
		case "whole":
		case "behind":
			return wholeTail;
		case "asking":
		case "asked":
		case "still-behind":
			return { ...tail, step: "asked" };
		case "withheld":
			return tail;
	}
}

import type { Act as RoomAct } from "../room/acts.ts";
import { offeredEmoji } from "../room/emoji.ts";
import { lifeLimits } from "../room/payload.ts";
import { chunkBytes } from "../room/shared-file.ts";
import { drawDoor } from "./doors.ts";
import type { Act, Step } from "./plan.ts";
import type { Draw } from "./seed.ts";

/** How long people talk, ms. */
export const talkMs = 1_600;

/** How people come in, what they say and do, and whether they leave. */
export function drawActs(draw: Draw, peopleCount: number): Step[] {
	const arrivals = Array.from({ length: peopleCount }, (_, who) => ({
		who,
		atMs: who === 0 ? 0 : draw.chance(0.25) ? 600 + draw.below(600) : draw.below(200),
	}));
	const steps = drawDoor(draw, arrivals.slice(1));
	/** The messages there are to act upon: those of everybody drawn so far, by whom. */
	const sent: Sent[] = [];
	const life = drawLife(draw);
	for (const { who, atMs: cameAtMs } of arrivals) {
		let atMs = cameAtMs;
		const count = 9 + draw.below(7);
		for (let index = 0; index < count; index++) {
			// Bursts: what goes wrong should find something under way.
			atMs += draw.chance(0.4) ? draw.below(15) : draw.below((2 * talkMs) / count);
			steps.push({ atMs, who, act: drawAct(draw, { who, index, sent, life }) });
		}
		if (who > 0 && draw.chance(0.08)) steps.push({ atMs: atMs + 20, who, act: { type: "leave" } });
	}
	return steps;
}

type Sent = { id: string; who: number };

/** How long messages are given, those that are not given the whole room's time. Few rooms are watched till they go. */
function drawLife(draw: Draw): { seconds: number; probability: number } {
	const { least, most } = lifeLimits;
	return draw.chance(0.2) ? { seconds: least, probability: 0.3 } : { seconds: most, probability: 0.1 };
}

function drawAct(
	draw: Draw,
	{ who, index, sent, life }: { who: number; index: number; sent: Sent[]; life: ReturnType<typeof drawLife> },
): Act {
	const type = draw.weighted({
		...{ send: 50, "send-file": 5, act: sent.length === 0 ? 0 : 25, draft: 15, write: 8, read: 14, extend: 5 },
	});
	const word = `${who}:${index}:${draw.id(6)}`;
	switch (type) {
		case "send": {
			const id = draw.id(21);
			sent.push({ id, who });
			return {
				type,
				id,
				text: `said ${word} ${"m".repeat(draw.chance(0.1) ? draw.below(4_000) : 0)}`.trim(),
				...(draw.chance(life.probability) && { goesAfter: life.seconds }),
			};
		}
		case "send-file": {
			const id = draw.id(21);
			sent.push({ id, who });
			const once = draw.chance(0.4) && { once: true as const };
			const goes = draw.chance(life.probability) && { goesAfter: life.seconds };
			return { type, id, text: `showed ${word}`, bytes: 1 + draw.below(4 * chunkBytes), ...once, ...goes };
		}
		case "act":
			return { type, id: draw.id(21), act: drawDeed(draw, word, drawTarget(draw, who, sent)) };
		case "draft":
			return { type, text: `thought ${word}` };
		case "write":
			return { type, isWriting: draw.chance(0.7) };
		case "read":
			return { type, butFor: draw.below(4) };
		case "extend":
			return { type, addSeconds: 60 * (1 + draw.below(5)) };
	}
}

/** One of the last messages mostly, and of one's own: those are acted upon while they are on their way. */
function drawTarget(draw: Draw, who: number, sent: readonly Sent[]): string {
	const own = sent.filter((each) => each.who === who);
	const from = own.length > 0 && draw.chance(0.6) ? own : sent;
	const back = draw.chance(0.7) ? Math.min(3, from.length) : from.length;
	return from[from.length - 1 - draw.below(back)]?.id ?? "";
}

function drawDeed(draw: Draw, word: string, to: string): RoomAct {
	const kind = draw.weighted({ reaction: 50, edit: 25, unsend: 10, viewed: 15 });
	switch (kind) {
		case "reaction":
			return { kind, to, emoji: draw.pick(["👍", offeredEmoji[2]]), on: draw.chance(0.7) };
		case "edit":
			return { kind, to, text: `edited ${word}` };
		case "unsend":
		case "viewed":
			return { kind, to };
	}
}

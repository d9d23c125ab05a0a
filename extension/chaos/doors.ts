import type { Step } from "./plan.ts";
import type { Draw } from "./seed.ts";

/** When somebody comes, ms after the talk began. */
type Arrival = { who: number; atMs: number };

/** How long whoever began the room answers those who knock, ms. */
const answersMs = { from: 150, every: 200, until: 2_000 };

/** How everybody else comes into the room of the first one: by its link, by invites, or let in when they knock. */
export function drawDoor(draw: Draw, arrivals: readonly Arrival[]): Step[] {
	const isLocked = draw.chance(0.4);
	const steps: Step[] = isLocked ? [{ atMs: 0, who: 0, act: { type: "lock", locked: true } }] : [];
	let shared: { invite: string; atMs: number } | null = null;
	for (const { who, atMs } of arrivals) {
		const way = draw.weighted({ link: isLocked ? 15 : 70, invite: 50, knock: isLocked ? 35 : 0 });
		const later = atMs + 300 + draw.below(400);
		if (way === "knock") {
			steps.push({ atMs, who, act: { type: "knock" } });
			continue;
		}
		if (way === "link") {
			steps.push({ atMs, who, act: { type: "join" } });
		} else {
			// Two at once for one invite: one of them has to find another way.
			const given: { invite: string; atMs: number } =
				shared !== null && draw.chance(0.5) ? shared : { invite: draw.id(6), atMs };
			if (given !== shared) steps.push(...drawInvite(draw, given));
			shared = given;
			steps.push({ atMs: given.atMs, who, act: { type: "join", invite: given.invite } });
		}
		// Who stood before the door knocks in the end.
		steps.push({ atMs: later, who, act: { type: "knock" } });
	}
	for (let atMs = answersMs.from; atMs < answersMs.until; atMs += answersMs.every) {
		const letIn = draw.chance(0.85);
		steps.push({ atMs: atMs + draw.below(answersMs.every), who: 0, act: { type: "answer-knock", letIn } });
	}
	if (draw.chance(0.3)) steps.push({ atMs: 300 + draw.below(900), who: 0, act: { type: "lock", locked: !isLocked } });
	return steps;
}

/** Made before somebody comes by it, or while they stand there; and perhaps withdrawn about then. */
function drawInvite(draw: Draw, { invite, atMs }: { invite: string; atMs: number }): Step[] {
	const madeAtMs = Math.max(0, atMs - 60 + draw.below(120));
	const steps: Step[] = [{ atMs: madeAtMs, who: 0, act: { type: "make-invite", invite } }];
	if (draw.chance(0.25)) {
		steps.push({ atMs: madeAtMs + draw.below(250), who: 0, act: { type: "withdraw-invite", invite } });
	}
	return steps;
}

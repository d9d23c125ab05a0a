import type { Act, Step } from "./plan.ts";
import type { Draw } from "./seed.ts";

/** Everybody is in by then, mostly; ms after the talk began. */
const fromMs = 350;

/** The starter's rights go from hand to hand; who has them, has had them or would like to, uses them. */
export function drawReigns(draw: Draw, peopleCount: number): Step[] {
	const steps: Step[] = [];
	if (draw.chance(0.1)) steps.push(drawRemoval(draw, peopleCount, 0));
	if (!draw.chance(0.4)) return steps;
	let starter = 0;
	let atMs = fromMs + draw.below(300);
	for (let reigns = 1 + draw.below(4); reigns > 0; reigns--) {
		const before = starter;
		const whom = another(draw, peopleCount, starter);
		// Done, and not heard of: it is said again, perhaps when the rights have gone on or come back.
		const isUnheard = draw.chance(0.4);
		if (isUnheard) steps.push({ atMs, fault: { type: "lose-answers", who: starter, call: "appoint", count: 1 } });
		steps.push({ atMs, who: starter, act: { type: "hand-over", whom } });
		starter = whom;
		for (const who of [before, starter]) {
			steps.push({ atMs: atMs + draw.below(120), who, act: drawUse(draw) });
		}
		atMs += 40 + draw.below(250);
	}
	if (draw.chance(0.25)) steps.push(drawRemoval(draw, peopleCount, starter));
	return steps;
}

/** Late: who is removed says nothing more. */
const drawRemoval = (draw: Draw, peopleCount: number, who: number): Step => ({
	...{ atMs: 900 + draw.below(700), who, act: { type: "remove", whom: another(draw, peopleCount, who) } },
});

const another = (draw: Draw, peopleCount: number, who: number): number =>
	(who + 1 + draw.below(peopleCount - 1)) % peopleCount;

function drawUse(draw: Draw): Act {
	const type = draw.weighted({ lock: 55, "make-invite": 20, "answer-knock": 10, "hand-over": 15 });
	switch (type) {
		case "lock":
			return { type, locked: draw.chance(0.5) };
		case "make-invite":
			return { type, invite: draw.id(6) };
		case "answer-knock":
			return { type, letIn: true };
		case "hand-over":
			return { type, whom: 0 };
	}
}

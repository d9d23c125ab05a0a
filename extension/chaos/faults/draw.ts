import type { Fault, LostCall, Plan, Step } from "../plan.ts";
import type { Draw } from "../seed.ts";
import { talkMs } from "../talk.ts";

/** Done when people come in: for these the fault must be there before. */
const atFirst: ReadonlySet<LostCall> = new Set(["create", "join", "invite", "knock"]);

/** One thing that goes wrong; what can, depends on the store and its servers. */
export function drawFault(
	draw: Draw,
	{
		store,
		servers,
		isProcesses,
		peopleCount,
	}: Pick<Plan, "store" | "servers" | "isProcesses"> & { peopleCount: number },
): Step {
	const keeps = store !== "memory";
	const type = draw.weighted<Fault["type"]>({
		...{ cut: 10, "cut-streams": 10, stall: 6, mute: 6, hold: 6, "lose-answers": 14, "kill-worker": 14, sleep: 4 },
		...(keeps ? { "restart-server": 8, "freeze-store": 6, "store-full": 6 } : {}),
		...(store === "redis" || store === "cluster" ? { "kill-subscriptions": 10 } : {}),
		...(isProcesses ? { "kill-server": 40 } : {}),
		...(store === "upstash" ? { "cut-subscriptions": 10, "deafen-subscriptions": 6, "store-away": 6 } : {}),
		...(store === "memory" || store === "redis" ? { forget: 2 } : {}),
	});
	const atMs = 50 + draw.below(talkMs - 50);
	const who = draw.below(peopleCount);
	const server = draw.below(servers);
	const forMs = 50 + draw.below(500);
	switch (type) {
		case "cut-streams":
		case "stall":
		case "kill-worker":
		case "sleep":
			return { atMs, fault: { type, who } };
		case "lose-answers": {
			const call = draw.weighted<LostCall>({
				...{ send: 6, join: 4, invite: 4, knock: 1, create: 2, change: 2, remove: 1, destroy: 2, leave: 1 },
			});
			// For what happens at the start, the fault must be there before.
			return {
				atMs: atFirst.has(call) ? 0 : atMs,
				fault: { type, who, call, count: 1 + draw.below(2) },
			};
		}
		case "restart-server":
		case "kill-server":
			return { atMs, fault: { type, server } };
		case "kill-subscriptions":
		case "deafen-subscriptions":
			return { atMs, fault: { type } };
		case "cut-subscriptions":
			return { atMs, fault: { type, how: draw.pick(["broken", "complete"]) } };
		case "freeze-store":
		case "store-away":
		case "store-full":
			return { atMs, fault: { type, forMs } };
		case "forget":
			return { atMs, fault: { type, again: true } };
		default:
			return { atMs, fault: { type, who, forMs } };
	}
}

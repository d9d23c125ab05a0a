import type { Act as RoomAct } from "../room/acts.ts";
import { offeredEmoji } from "../room/emoji.ts";
import { lifeLimits } from "../room/payload.ts";
import { chunkBytes } from "../room/shared-file.ts";
import { drawDoor } from "./doors.ts";
import { drawReigns } from "./reigns.ts";
import { createDraw, type Draw } from "./seed.ts";

export const storeKinds = ["memory", "redis", "cluster", "upstash"] as const;
export type StoreKind = (typeof storeKinds)[number];
export const transportKinds = ["ws", "sse"] as const;
export type TransportKind = (typeof transportKinds)[number];

/** What somebody does. The ids of messages are drawn with the plan, so that a repeat is the same send. */
export type Act =
	| { type: "start"; capacity: number }
	/** By the room's link, or by the invite that somebody makes under this name. */
	| { type: "join"; invite?: string }
	/** Knocks, and tries to come in meanwhile. */
	| { type: "knock" }
	| { type: "make-invite"; invite: string }
	| { type: "withdraw-invite"; invite: string }
	/** Whoever has waited longest, if anybody has. */
	| { type: "answer-knock"; letIn: boolean }
	| { type: "lock"; locked: boolean }
	/** To which of the people. */
	| { type: "remove"; whom: number }
	| { type: "hand-over"; whom: number }
	/** `goesAfter`: so many seconds, instead of with the room. */
	| { type: "send"; id: string; text: string; goesAfter?: number }
	/** A file of so many bytes, and what is said of it. `once`: a picture that can be viewed once. */
	| { type: "send-file"; id: string; text: string; bytes: number; goesAfter?: number; once?: true }
	/** Upon a message that somebody sends sooner or later in this history, or never. */
	| { type: "act"; id: string; act: RoomAct }
	| { type: "draft"; text: string }
	/** A key is pressed, or the message box is empty again. */
	| { type: "write"; isWriting: boolean }
	/** Looks at all there is, but for the newest so many lines. */
	| { type: "read"; butFor: number }
	| { type: "extend"; addSeconds: number }
	| { type: "leave" }
	| { type: "destroy" };

/** Calls whose answers can be lost after they were done. */
export type LostCall =
	| "create"
	| "join"
	| "invite"
	| "knock"
	| "send"
	| "change"
	| "appoint"
	| "remove"
	| "destroy"
	| "leave";

/** What goes wrong. `who` has it on the way between them and the servers; `server` is the place of one of these. */
export type Fault =
	/** Every connection breaks, new ones are refused. */
	| { type: "cut"; who: number; forMs: number }
	/** The streams break, once. */
	| { type: "cut-streams"; who: number }
	/** What servers say on open streams is lost without a word. */
	| { type: "stall"; who: number }
	/** What the browser says is lost without a word: half-open the other way. */
	| { type: "mute"; who: number; forMs: number }
	/** Nobody reads what the servers say, for a while; none of it is lost. */
	| { type: "hold"; who: number; forMs: number }
	| { type: "lose-answers"; who: number; call: LostCall; count: number }
	/** The background worker is killed in whatever it does; another one wakes. */
	| { type: "kill-worker"; who: number }
	/** The machine sleeps: its clock has gone on. */
	| { type: "sleep"; who: number }
	/** SIGTERM, and started again. */
	| { type: "restart-server"; server: number }
	/** SIGKILL, and started again; processes alone. */
	| { type: "kill-server"; server: number }
	/** Subscriptions die while commands work. */
	| { type: "kill-subscriptions" }
	/** Upstash's event streams end, or go on without a word. */
	| { type: "cut-subscriptions"; how: "broken" | "complete" }
	| { type: "deafen-subscriptions" }
	/** The store does not answer. */
	| { type: "freeze-store"; forMs: number }
	| { type: "store-away"; forMs: number }
	| { type: "store-full"; forMs: number }
	/** The store loses all it had. With `again` the room is made anew by the very call that made it first. */
	| { type: "forget"; again: boolean };

/** How the room ends: after all is healed, or in the middle of it, `atMs` after the talk began. */
export type End =
	| { type: "destroy"; who: number }
	| { type: "expire" }
	| { type: "forget" }
	| { type: "destroy-in-talk"; who: number; atMs: number }
	| { type: "expire-in-talk"; atMs: number; inMs: number; destroyedBy: number | null };

export type Step = { atMs: number } & ({ who: number; act: Act } | { fault: Fault });

/** One history before it happens. Clocks are off by so many ms. */
export type Plan = {
	seed: number;
	store: StoreKind;
	transport: TransportKind;
	/** How many servers share the store; `isProcesses` when they are processes of their own. */
	servers: number;
	isProcesses: boolean;
	serverClockOffMs: number;
	/** Clocks of the people's machines; the first one starts the room. */
	people: { clockOffMs: number }[];
	capacity: number;
	steps: Step[];
	end: End;
};

const talkMs = 1_600;
const dayMs = 86_400_000;

/** Draws a history. Pure: the same seed, store and transport give the same plan. */
export function planHistory(seed: number, store: StoreKind, transport: TransportKind): Plan {
	const draw = createDraw(seed);
	const isProcesses = store === "redis" && draw.chance(0.12);
	const servers = store === "memory" ? 1 : draw.chance(0.6) ? 2 : 1;
	const peopleCount = 2 + draw.below(3);
	const clockOff = () => (draw.chance(0.2) ? (draw.chance(0.5) ? dayMs : -dayMs) : 0);
	const people = Array.from({ length: peopleCount }, () => ({ clockOffMs: clockOff() }));
	const capacity = peopleCount > 2 && draw.chance(0.1) ? peopleCount - 1 : peopleCount;
	const end = drawEnd(draw, store, peopleCount);
	const faults = Array.from({ length: 2 + draw.below(4) }, () =>
		drawFault(draw, { store, servers, isProcesses, peopleCount }),
	);
	const steps = [...drawActs(draw, peopleCount), ...faults, ...drawReigns(draw, peopleCount)];
	return {
		...{ seed, store, transport, servers, isProcesses, serverClockOffMs: clockOff(), people, capacity, end },
		steps: steps.toSorted((a, b) => a.atMs - b.atMs),
	};
}

function drawActs(draw: Draw, peopleCount: number): Step[] {
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

/** Done when people come in: for these the fault must be there before. */
const atFirst: ReadonlySet<LostCall> = new Set(["create", "join", "invite", "knock"]);

function drawFault(
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

function drawEnd(draw: Draw, store: StoreKind, peopleCount: number): End {
	const who = draw.below(peopleCount);
	const atMs = 300 + draw.below(talkMs);
	const type = draw.weighted<End["type"]>({
		...{ destroy: 45, expire: 20, "destroy-in-talk": 12, "expire-in-talk": 12 },
		...(store === "memory" || store === "redis" ? { forget: 6 } : {}),
	});
	switch (type) {
		case "destroy":
			return { type, who };
		case "destroy-in-talk":
			return { type, who, atMs };
		case "expire-in-talk":
			return { type, atMs, inMs: 50 + draw.below(400), destroyedBy: draw.chance(0.5) ? who : null };
		default:
			return { type };
	}
}

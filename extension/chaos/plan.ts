import type { Act as RoomAct } from "../room/acts.ts";
import { drawFault } from "./faults/draw.ts";
import { drawReigns } from "./reigns.ts";
import { createDraw, type Draw } from "./seed.ts";
import { drawActs, talkMs } from "./talk.ts";

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

import { describeError, Problem, problemOf } from "../problems.ts";
import type { SystemEvent, UserEvent } from "../protocol/events.ts";
import { parseCursor } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import type { Attachment, Caller, RoomStore } from "../store/room-store.ts";
import type { FanOut } from "./fan-out.ts";
import { frameBytes, type LiveFrame, type OutFrame, systemFrame } from "./frame.ts";
import { createPresence } from "./presence.ts";

/** What a feed does to its session. */
export type Outlet = {
	/** Puts a frame into the queue. */
	push(frame: OutFrame): void;
	/** There may be something to pull. */
	ready(): void;
	/** The feed has said its last. */
	over(): void;
	/** The whole stream must end: the member opened newer ones. */
	replaced(): void;
};

/** One room on one stream: all its events from a cursor on, each once, in order, without a gap. */
export type RoomFeed = {
	readonly roomId: string;
	/** Of the last event that was given out or, before that, the client's; null before the first. */
	cursor(): string | null;
	/**
	 * The next event of a replay, or null when there is none at this moment. Replays wait here instead of in the
	 * queue: they are as slow as their reader.
	 */
	pull(): OutFrame | null;
	/** Says no more. Resolves when the lease is given back, or will run out by itself. */
	close(): Promise<void>;
};

/** Before an attach that failed in mid-stream is tried again, ms. */
const attachAgainMs = 2_000;
/** Of what is published during a replay no more is kept, bytes: the store has it as well. */
const heldMostBytes = limits.streamQueueBytes / 4;
/** How long an event that a pulse told of may still be on its way, ms. */
const onItsWayMs = 250;

/**
 * Follows a room: subscribes first, then reads what there is, then goes over to what comes live. Whenever something
 * is missing it reads again from where it is. Once the room is destroyed it passes on who has wiped it, for a while.
 * @param options.after the last cursor the client has
 * @param options.receiptsMs for how long
 */
export function openRoomFeed(options: {
	store: RoomStore;
	fanOut: FanOut;
	caller: Caller;
	streamId: string;
	after: string | undefined;
	outlet: Outlet;
	log: (line: string) => void;
	receiptsMs: number;
}): RoomFeed {
	const { store, fanOut, caller, streamId, outlet, log, receiptsMs } = options;
	const channel = caller.roomId;
	const presence = createPresence();
	let mode: "attaching" | "replaying" | "live" | "parting" | "over" = "attaching";
	let position = options.after ?? null;
	/** What the store said last; null before the first attach. */
	let attached: Omit<Attachment, "events"> | null = null;
	/** What of the last page was not given out yet, newest first. */
	let page: UserEvent[] = [];
	/** How the room ended, if it did before anybody said that this stream may know of it. */
	let conclusion: (() => void) | null = null;
	let readAgain = false;
	/** What was published meanwhile. */
	let held: LiveFrame[] = [];
	let heldBytes = 0;
	let receipts = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const isDone = () => mode === "parting" || mode === "over";
	const ordinal = (): number => (position === null ? 0 : parseCursor(position).n);
	const say = (event: SystemEvent) => outlet.push(systemFrame(event));
	const sayError = ({ code, message }: Problem) => say({ type: "error", channel, code, error: message });

	const subscription = fanOut.join(channel, {
		lease: () => (attached === null || isDone() ? null : { memberId: attached.memberId, streamId }),
		frame(frame) {
			const { event } = frame;
			if ("event" in event && event.event === "chat.destroy") conclude(() => part(frame));
			else if ("type" in event && event.type === "receipt") passOn(frame);
			else if (mode === "live") deliver(frame);
			else hold(frame);
		},
		top(cursor) {
			if (mode !== "live" || cursor === position) return;
			const { n } = parseCursor(cursor);
			if (n === ordinal()) attach();
			else if (n > ordinal()) timer ??= setTimeout(() => lookAgain(n), onItsWayMs);
		},
		lost() {
			if (mode === "live") attach();
			else readAgain = true;
		},
		evicted: () => outlet.replaced(),
		gone(why) {
			conclude(() => {
				if (why === "expired") say({ type: "ended", channel, reason: "expired" });
				else sayError(new Problem("room-not-found"));
				end();
			});
		},
	});
	let attaching = subscription.ready.then(read, fail);

	/** Says how the room ended, but not to a stranger: who has not been let in hears of it by not being let in. */
	function conclude(tell: () => void): void {
		if (isDone()) return;
		if (attached === null) conclusion ??= tell;
		else tell();
	}

	/** Stays a while to hear who else has wiped the room. */
	function part({ out }: LiveFrame): void {
		outlet.push(out);
		letGo();
		mode = "parting";
		timer = setTimeout(end, receiptsMs);
	}

	/** Anybody can post receipts who knows the room's id: no more are passed on than a stream's queue holds. */
	function passOn({ out }: LiveFrame): void {
		if (mode === "parting" && receipts++ < limits.receiptsPerStream) outlet.push(out);
	}

	/** By now the event must have come, if it was on its way. */
	function lookAgain(n: number): void {
		timer = undefined;
		if (n > ordinal()) attach();
	}

	function attach(): void {
		clearTimeout(timer);
		timer = undefined;
		mode = "attaching";
		readAgain = false;
		attaching = read();
	}

	async function read(): Promise<void> {
		const asked = { streamId, after: position ?? undefined, limit: limits.historyPage.most };
		try {
			const { events, ...attachment } = await store.attach(caller, asked);
			const isFirst = attached === null;
			attached = attachment;
			if (isDone()) return;
			subscription.learn(attachment);
			const { cursor, now, expiresAt, reset } = attachment;
			if (isFirst) say({ type: "connected", channel, cursor, now, expiresAt });
			if (reset) {
				position = null;
				say({ type: "reset", channel });
			}
			page = events.toReversed();
			mode = "replaying";
			if (conclusion !== null) conclude(conclusion);
			outlet.ready();
		} catch (error) {
			fail(error);
		}
	}

	function fail(error: unknown): void {
		if (isDone()) return;
		const problem = problemOf(error);
		if (problem.code === "internal") log(`attach failed: ${describeError(error)}`);
		if (attached !== null && problem.code !== "room-not-found") {
			timer = setTimeout(attach, attachAgainMs);
			return;
		}
		sayError(problem);
		end();
	}

	function pull(): OutFrame | null {
		if (mode !== "replaying" || attached === null) return null;
		const event = page.pop();
		if (event !== undefined) {
			position = event.id;
			return { text: JSON.stringify(event) };
		}
		if (attached.more || readAgain) attach();
		else goLive(attached);
		return null;
	}

	function goLive({ online }: Pick<Attachment, "online">): void {
		mode = "live";
		for (const news of presence.settle(online)) say({ type: "presence", channel, ...news });
		const frames = held;
		held = [];
		heldBytes = 0;
		for (const frame of frames) {
			if (mode === "live") deliver(frame);
			else hold(frame);
		}
	}

	function hold(frame: LiveFrame): void {
		if (isDone()) return;
		held.push(frame);
		heldBytes += frameBytes(frame.out);
		if (heldBytes <= heldMostBytes) return;
		held = [];
		heldBytes = 0;
		readAgain = true;
	}

	function deliver({ event, out }: LiveFrame): void {
		if ("event" in event) {
			const ahead = parseCursor(event.id).n - ordinal();
			if (ahead <= 0) return;
			if (ahead > 1) {
				// The store has it, and what is missing before it.
				attach();
				return;
			}
			position = event.id;
			outlet.push(out);
			follow(event);
		} else if (event.type !== "presence" || presence.note(event.memberId, event.online)) {
			outlet.push(out);
		}
	}

	function follow(event: UserEvent): void {
		if (event.event !== "room.joined" && event.event !== "room.left") return;
		const { memberId } = event.data;
		presence.forget(memberId);
		if (event.event !== "room.left" || memberId !== attached?.memberId) return;
		sayError(new Problem("room-not-found"));
		end();
	}

	function end(): void {
		stop();
		outlet.over();
	}

	function stop(): void {
		letGo();
		mode = "over";
		subscription.leave();
	}

	function letGo(): void {
		held = [];
		page = [];
		clearTimeout(timer);
	}

	return {
		roomId: channel,
		cursor: () => (isDone() ? null : position),
		pull,
		async close() {
			const mayHoldLease = !isDone();
			stop();
			await attaching;
			if (attached === null || !mayHoldLease) return;
			// One that cannot be given back now runs out by itself.
			await store.detach(caller, streamId).catch(() => {});
		},
	};
}

import type { SendMessageBody } from "../../backend/protocol/messages.ts";
import type { Chunk } from "./acts.ts";
import { ApiError, isPassing } from "./api-error.ts";
import { createPace } from "./pace.ts";
import { type Said, saidOf } from "./payload.ts";
import type { Sealer } from "./sealing.ts";
import type { Handed, RoomEvent, UnsentCause, UnsentStage } from "./state.ts";
import { backoffMs, type Jitter } from "./stream/backoff.ts";
import type { Time } from "./time.ts";

/**
 * A message, or an act, on its way. `sealed` is what travels, from its first try on: each try sends these very bytes, so that they
 * arrive once. Null before that: it is sealed for those who are in the room when it goes.
 */
export type OutboxMessage = Said & {
	kind: "message";
	id: string;
	sealed: string | null;
	/** ms, this browser's clock. */
	writtenAt: number;
	failed: UnsentCause | null;
};

/** A key on its way to others, before the messages that need it. Nobody sees it go. */
export type OutboxHandover = Handed & { kind: "handover"; id: string; sealed: string };

export type OutboxEntry = OutboxMessage | OutboxHandover;

/**
 * Some bytes of a file on their way. They are not saved: after a restart the room tells which are in, and the others
 * are sealed anew.
 */
type OutboxChunk = { kind: "chunk"; id: string; to: string; index: number; sealed: string };

/** How many chunks may be on their way at once, and how fast they go: so that there is always budget for words. */
const chunksAtOnce = 4;
const chunkPace = { perSecond: 8, burst: 10 };

/**
 * What of one room has not come back on its stream. Messages go one at a time, in the order they were written; each is
 * saved when it is written, sealed and saved again before its first try, and kept until the stream shows it. What can pass
 * (network, server, budgets) is tried until it does. What can't marks the message failed and lets the later ones
 * go: one that is too long must not hold up the talk. A failed one that is tried again goes last. Chunks of files go
 * whenever there is nothing else to send.
 */
export type Outbox = {
	/** Resolves when it is saved; rejects with what `seal` or `save` threw, and then nothing is left of it. */
	add(message: Said & { id: string }): Promise<void>;
	/** Sends the keys that are due to newcomers, if any are. */
	handOver(): void;
	retry(id: string): void;
	discard(id: string): void;
	/** Is there, but not on its way: it waits for `retry` or `discard`. */
	addFailed(message: Said & { id: string }, cause: UnsentCause): void;
	has(id: string): boolean;
	/** No more chunks of that file go, not even again. */
	dropChunks(to: string): void;
	/** It came back on the stream. */
	arrived(id: string): void;
	/**
	 * Tries now what waits; with `again` also what the server has taken already and not shown: it may have lost it,
	 * and what it still has it takes for the same.
	 */
	wake(options?: { again?: boolean }): void;
	/** Sends nothing until `resume`. */
	pause(): void;
	/** Goes on, as `wake` does. */
	resume(options?: { again?: boolean }): void;
	stop(): void;
};

/** What the outbox needs. `post` rejects with an ApiError. */
export type OutboxParts = {
	/** What was left when this browser last ran. */
	entries: readonly OutboxEntry[];
	sealer: Sealer;
	/** Whether it is known who is in the room: until then nothing is sealed. `wake` tells when it is. */
	isReady(): boolean;
	save(entries: readonly OutboxEntry[]): Promise<void>;
	post(body: SendMessageBody): Promise<unknown>;
	changed(event: RoomEvent): void;
	files: {
		/** What of all files is to go next; null: nothing. */
		next(isOnItsWay: (to: string, index: number) => boolean): Chunk | null;
		/** Nothing more of that one goes: the server does not take it. */
		refused(to: string, cause: UnsentCause): void;
	};
	/** An id for a chunk. */
	newId(): string;
	/** The server knows no such room or seat: the outbox pauses and waits for a word. */
	roomNotFound(): void;
	time: Time;
	jitter: Jitter;
};

const sending: UnsentStage = { name: "sending" };
const waiting: UnsentStage = { name: "waiting" };

export function createOutbox(parts: OutboxParts): Outbox {
	const { sealer, isReady, post, changed, files, newId, roomNotFound, time, jitter } = parts;
	const pace = createPace({ ...chunkPace, time });
	let entries: readonly (OutboxEntry | OutboxChunk)[] = parts.entries;
	let cancelPace = () => {};
	/** Taken by the server, not yet back on the stream. */
	const taken = new Set<string>();
	/** Not saved yet, hence not to be sent yet. */
	const adding = new Map<string, Promise<void>>();
	let turn: Promise<unknown> = Promise.resolve();
	let isRunning = false;
	let isPaused = false;
	let isStopped = false;
	let endWait = () => {};

	const has = (id: string) => entries.some((entry) => entry.id === id);
	const isNext = (entry: OutboxEntry | OutboxChunk) => {
		if (taken.has(entry.id) || adding.has(entry.id)) return false;
		return entry.kind !== "message" || (entry.failed === null && (entry.sealed !== null || isReady()));
	};
	const next = () => entries.find((entry) => entry.kind !== "chunk" && isNext(entry)) ?? entries.find(isNext);
	const chunks = () => entries.filter((entry) => entry.kind === "chunk");
	const save = (now: typeof entries) => parts.save(now.filter((entry): entry is OutboxEntry => entry.kind !== "chunk"));
	const handovers = () => entries.filter((entry) => entry.kind === "handover");
	/** Shows it of the message, or of the one that waits for the handover. */
	const show = (id: string, state: UnsentStage) => {
		const from = entries.slice(entries.findIndex((entry) => entry.id === id));
		if (from[0]?.kind === "chunk") return;
		const shown = from.find((entry) => entry.kind === "message" && entry.failed === null);
		if (shown) changed({ type: "unsent", id: shown.id, state });
	};

	/** One after the other, so that the order of writing is the order of saving and sending. */
	function inTurn(work: () => Promise<void>): Promise<void> {
		const done = turn.then(work);
		turn = done.catch(() => {});
		return done;
	}

	async function run(): Promise<void> {
		if (isRunning) return;
		isRunning = true;
		try {
			let failures = 0;
			while (!isPaused && !isStopped) {
				const entry = next();
				const chunk = entry ? null : nextChunk();
				if (chunk) {
					failures = (await isChunkSealed(chunk, failures)) ? 0 : failures + 1;
					continue;
				}
				// With no wait between the look and the end: what is added later runs anew.
				if (!entry) break;
				const { id, sealed } = entry;
				const done = sealed === null ? await isSealed(id, failures) : await isSent({ id, sealed }, failures);
				failures = done ? 0 : failures + 1;
			}
		} finally {
			isRunning = false;
		}
	}

	const isOnItsWay = (to: string, index: number) => chunks().some((each) => each.to === to && each.index === index);

	/**
	 * What is next of a file, when it is its time. The room shows a chunk before the one that is a few behind it goes:
	 * while the stream is away, nobody knows what need not go again.
	 */
	function nextChunk(): Chunk | null {
		cancelPace();
		if (!isReady() || chunks().length >= chunksAtOnce) return null;
		const chunk = files.next(isOnItsWay);
		const waitMs = chunk ? pace.take() : 0;
		if (waitMs === 0) return chunk;
		cancelPace = time.after(waitMs, () => void run());
		return null;
	}

	async function isChunkSealed(chunk: Chunk, failures: number): Promise<boolean> {
		const added = inTurn(async () => {
			const { to, index } = chunk;
			const id = newId();
			const { sealed, handovers: before } = await sealer.seal({ id, act: chunk }, handovers());
			// Taken back meanwhile.
			if (files.next(isOnItsWay)?.to !== to) return;
			const behind = [...before, { kind: "chunk", id, to, index, sealed } as const];
			entries = [...entries, ...behind];
			try {
				if (before.length > 0) await save(entries);
			} catch (error) {
				entries = entries.filter((entry) => !behind.includes(entry as (typeof behind)[number]));
				throw error;
			}
		});
		try {
			await added;
			return true;
		} catch {
			await wait(backoffMs(failures, jitter));
			return false;
		}
	}

	/** Seals the message for those who are here now. When that can't be saved, it waits: there may be space again. */
	async function isSealed(id: string, failures: number): Promise<boolean> {
		const saved = inTurn(async () => {
			const message = entries.find((entry) => entry.kind === "message" && entry.id === id);
			if (message?.kind === "message") await keepSealed(await sealNow(message), message);
		});
		try {
			await saved;
			return true;
		} catch {
			show(id, waiting);
			await wait(backoffMs(failures, jitter));
			return false;
		}
	}

	/** The message, sealed, behind the keys that must be there before it. */
	async function sealNow(message: OutboxMessage): Promise<OutboxEntry[]> {
		const next = await sealer.seal({ id: message.id, ...saidOf(message) }, handovers());
		return [...next.handovers, { ...message, sealed: next.sealed }];
	}

	/** Puts these in the place of the message they were made of. */
	async function keepSealed(sealed: typeof entries, message: OutboxMessage): Promise<void> {
		entries = entries.flatMap((entry) => (entry === message ? sealed : entry));
		try {
			await save(entries);
		} catch (error) {
			// Others may have arrived or been discarded meanwhile: only these are as they were.
			entries = entries.flatMap((entry) => (!sealed.includes(entry) ? entry : entry.id === message.id ? message : []));
			throw error;
		}
	}

	/** One try. What can pass is waited for here. */
	async function isSent({ id, sealed }: { id: string; sealed: string }, failures: number): Promise<boolean> {
		show(id, sending);
		try {
			await post({ id, text: sealed });
			taken.add(id);
			return true;
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			// Its answer was lost, but the stream has shown it.
			if (!has(id) || isStopped) return true;
			if (error.code === "room-not-found") {
				show(id, waiting);
				isPaused = true;
				roomNotFound();
			} else if (isPassing(error)) {
				show(id, waiting);
				await wait(Math.max(error.retryAfterMs ?? 0, backoffMs(failures, jitter)));
			} else {
				fail(id, causeOf(error));
			}
			return false;
		}
	}

	/** A handover that is refused is given up: those who miss it see whose key they wait for. */
	function fail(id: string, cause: UnsentCause): void {
		const failed = entries.find((entry) => entry.id === id);
		if (failed?.kind === "chunk") {
			dropChunks(failed.to);
			files.refused(failed.to, cause);
			return;
		}
		if (failed?.kind !== "message") {
			keep(entries.filter((entry) => entry !== failed));
			return;
		}
		show(id, { name: "failed", cause });
		keep(entries.map((entry) => (entry === failed ? { ...failed, failed: cause } : entry)));
	}

	function dropChunks(to: string): void {
		entries = entries.filter((entry) => entry.kind !== "chunk" || entry.to !== to);
	}

	/** For changes that take away or mark: when they can't be saved, a restart only tries the message once more. */
	function keep(changedEntries: typeof entries): void {
		entries = changedEntries;
		void save(entries).catch(() => {});
	}

	function wait(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const cancel = time.after(ms, resolve);
			endWait = () => {
				cancel();
				resolve();
			};
		});
	}

	function wake({ again = false } = {}): void {
		if (again) taken.clear();
		endWait();
		void run();
	}

	for (const entry of parts.entries) {
		if (entry.kind !== "message") continue;
		const { id, writtenAt, failed } = entry;
		const state: UnsentStage = failed ? { name: "failed", cause: failed } : waiting;
		changed({ type: "written", id, ...saidOf(entry), writtenAt, state });
	}

	return {
		add({ id, ...written }) {
			const said = saidOf(written);
			const pending = adding.get(id);
			if (pending || has(id)) return pending ?? Promise.resolve();
			const writtenAt = time.wall();
			// Shown before it is sealed: a key press must not wait for anything.
			changed({
				type: "written",
				id,
				...said,
				writtenAt,
				state: !isReady() || isRunning || adding.size > 0 || next() ? waiting : sending,
			});
			const added = inTurn(async () => {
				const message = { kind: "message", id, ...said, sealed: null, writtenAt, failed: null } as const;
				try {
					// Its first try is at once: then it is saved but once.
					const goesAtOnce = isReady() && !isRunning && !isPaused && next() === undefined;
					const behind = goesAtOnce ? await sealNow(message) : [message];
					entries = [...entries, ...behind];
					await save(entries);
				} catch (cause) {
					entries = entries.filter((entry) => entry.id !== id);
					changed({ type: "discarded", id });
					throw cause;
				} finally {
					adding.delete(id);
				}
				void run();
			});
			adding.set(id, added);
			return added;
		},
		handOver() {
			const sent = inTurn(async () => {
				const handover = isStopped || isPaused ? null : await sealer.handoverDue(handovers());
				if (handover === null) return;
				entries = [...entries, handover];
				await save(entries);
			});
			// What is not saved goes all the same, and is due again when it does not arrive.
			void sent.then(run, run);
		},
		retry(id) {
			const entry = entries.find((candidate) => candidate.id === id);
			if (entry?.kind !== "message" || entry.failed === null) return;
			// Refused before, it is nowhere: it is sealed anew, for those who are here by then.
			keep([...entries.filter((candidate) => candidate !== entry), { ...entry, sealed: null, failed: null }]);
			changed({ type: "discarded", id });
			changed({ type: "written", id, ...saidOf(entry), writtenAt: entry.writtenAt, state: waiting });
			void run();
		},
		addFailed({ id, ...said }, cause) {
			const writtenAt = time.wall();
			changed({ type: "written", id, ...saidOf(said), writtenAt, state: { name: "failed", cause } });
			keep([...entries, { kind: "message", id, ...saidOf(said), sealed: null, writtenAt, failed: cause }]);
		},
		has,
		dropChunks,
		discard(id) {
			if (!has(id) || adding.has(id)) return;
			changed({ type: "discarded", id });
			keep(entries.filter((entry) => entry.id !== id));
		},
		arrived(id) {
			taken.delete(id);
			const entry = entries.find((candidate) => candidate.id === id);
			if (entry?.kind === "chunk") entries = entries.filter((candidate) => candidate !== entry);
			else if (entry) keep(entries.filter((candidate) => candidate !== entry));
			// What of a file had to wait for it may go now.
			void run();
		},
		wake,
		pause() {
			isPaused = true;
		},
		resume(options) {
			isPaused = false;
			wake(options);
		},
		stop() {
			isStopped = true;
			cancelPace();
			endWait();
		},
	};
}

function causeOf(error: ApiError): UnsentCause {
	if (error.code === "room-storage-full") return "room-storage-full";
	return error.code === "body-too-large" ? "too-long" : "refused";
}

import { applyPatch, type PortLike, type ToHub, type ToSurface } from "./port-messages.ts";
import type { Intent, Outcome, Rooms, RoomsSnapshot } from "./rooms.ts";

/** Between a broken port and the next one, ms: a worker that fails at its start must not spin. */
const reconnectAfterMs = 50;

/** Intents that would do their work twice if they were sent again. */
const once: ReadonlySet<Intent["type"]> = new Set(["start", "extend"]);

/**
 * Rooms that live in another context, seen over a port. When the port breaks (the worker was killed), it
 * connects anew, which wakes the worker, and asks again for all that had no outcome yet; a `start` or an
 * `extend` that was under way answers `unreachable` instead, because nobody knows whether it happened.
 * @param connect opens a port; called again after each break
 * @param newId draws a message id, so that a repeated send stays one message
 * @param known what can be shown before anything has come over the port
 */
export function createRemoteRooms(
	connect: () => PortLike,
	newId: () => string,
	known: RoomsSnapshot = { ready: false, rooms: [], open: null },
): Rooms {
	let snapshot = known;
	/** What the hub showed last, which the next patch is laid over. */
	let latest = snapshot;
	const listeners = new Set<() => void>();
	const waiting = new Map<number, { intent: Intent; settle: (outcome: Outcome) => void }>();
	let lastNumber = 0;
	let port: PortLike | null = null;

	function open(): void {
		const opened = connect();
		port = opened;
		opened.onMessage.addListener((received) => {
			const message = received as ToSurface;
			if (message.type === "outcome") {
				waiting.get(message.n)?.settle(message.outcome);
				waiting.delete(message.n);
				return;
			}
			latest = applyPatch(latest, message.patch, performance.now());
			// A worker that wakes knows no rooms yet: what was there stays in sight until it does.
			if (snapshot.ready && !latest.ready) return;
			snapshot = latest;
			for (const listener of listeners) listener();
		});
		opened.onDisconnect.addListener(() => {
			port = null;
			for (const [n, { intent, settle }] of waiting) {
				if (!once.has(intent.type)) continue;
				waiting.delete(n);
				settle({ ok: false, code: "unreachable" });
			}
			setTimeout(open, reconnectAfterMs);
		});
		for (const [n, { intent }] of waiting) post(n, intent);
	}

	function post(n: number, intent: Intent): void {
		const message: ToHub = { n, intent };
		port?.postMessage(message);
	}

	open();

	return {
		getSnapshot: () => snapshot,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		do(wanted) {
			const isSaid = wanted.type === "send" || wanted.type === "send-file" || wanted.type === "act";
			const intent = isSaid && wanted.id === undefined ? { ...wanted, id: newId() } : wanted;
			return new Promise((settle) => {
				const n = ++lastNumber;
				waiting.set(n, { intent, settle });
				post(n, intent);
			});
		},
	};
}

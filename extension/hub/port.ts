import { type PortLike, patchOf, type ToHub, type ToSurface } from "./port-messages.ts";
import type { Rooms, RoomsSnapshot } from "./rooms.ts";

/** Changes closer together than this (ms) travel as one: a frame at 60 Hz. */
const leastGapMs = 16;

/**
 * Shows `rooms` over a port and carries out what comes back, until the port closes.
 * Sends the first change at once and gathers those that follow within a frame.
 */
export function servePort(port: PortLike, rooms: Rooms, now: () => number = () => performance.now()): void {
	let sent: RoomsSnapshot | null = null;
	let sentAt = Number.NEGATIVE_INFINITY;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const post = (message: ToSurface) => port.postMessage(message);
	const flush = () => {
		timer = undefined;
		const snapshot = rooms.getSnapshot();
		if (snapshot === sent) return;
		sentAt = now();
		post({ type: "snapshot", patch: patchOf(sent, snapshot, sentAt) });
		sent = snapshot;
	};
	const changed = () => {
		if (timer !== undefined) return;
		const wait = sentAt + leastGapMs - now();
		if (wait <= 0) flush();
		else timer = setTimeout(flush, wait);
	};

	const unsubscribe = rooms.subscribe(changed);
	let closed = false;
	port.onDisconnect.addListener(() => {
		closed = true;
		unsubscribe();
		clearTimeout(timer);
	});
	port.onMessage.addListener((message) => {
		const { n, intent } = message as ToHub;
		void rooms.do(intent).then((outcome) => {
			if (closed) return;
			// The outcome must not overtake the snapshot it speaks of.
			clearTimeout(timer);
			flush();
			post({ type: "outcome", n, outcome });
		});
	});
	flush();
}

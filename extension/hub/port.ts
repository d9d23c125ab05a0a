import { type PortLike, patchOf, type ToHub, type ToSurface } from "./port-messages.ts";
import type { Rooms, RoomsSnapshot } from "./rooms.ts";

/**
 * Shows `rooms` over a port and carries out what comes back, until the port closes.
 */
export function servePort(port: PortLike, rooms: Rooms, now: () => number = () => performance.now()): void {
	let sent: RoomsSnapshot | null = null;

	const post = (message: ToSurface) => port.postMessage(message);
	const show = () => {
		const snapshot = rooms.getSnapshot();
		if (snapshot === sent) return;
		post({ type: "snapshot", patch: patchOf(sent, snapshot, now()) });
		sent = snapshot;
	};

	const unsubscribe = rooms.subscribe(show);
	let closed = false;
	port.onDisconnect.addListener(() => {
		closed = true;
		unsubscribe();
	});
	port.onMessage.addListener((message) => {
		const { n, intent } = message as ToHub;
		void rooms.do(intent).then((outcome) => {
			if (closed) return;
			// The outcome must not overtake the snapshot it speaks of.
			show();
			post({ type: "outcome", n, outcome });
		});
	});
	show();
}

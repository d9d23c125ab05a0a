import type { Time } from "../time.ts";
import type { OpenStream, StreamListener, Transport } from "./transport.ts";

/** How long the first way may take to open, ms. */
const patienceMs = 3_000;
/** For so long, ms, the second way is taken at once after the first has failed where it works. */
const memoryMs = 10 * 60_000;

/**
 * Takes the first way to a server, and the second when the first fails or is not open in time: a proxy on the way may
 * pass server-sent events and no WebSocket. Then it stays with the second for a while, so that who reconnects does not
 * wait each time. A server that is away fails both, which says nothing about either.
 */
export function createFallbackTransport(options: { first: Transport; second: Transport; time: Time }): Transport {
	const { first, second, time } = options;
	/** Until when the second way is taken at once, {@link Time.wall}, for a machine may sleep long. */
	let secondUntil = Number.NEGATIVE_INFINITY;

	return {
		open(request, listener) {
			if (time.wall() < secondUntil) return second.open(request, listener);
			let cancelPatience = () => {};

			function openSecond(): void {
				cancelPatience();
				stream.close();
				stream = second.open(request, {
					...listener,
					opened() {
						secondUntil = time.wall() + memoryMs;
						listener.opened();
					},
				});
			}
			const untilOpen: StreamListener = {
				...listener,
				opened() {
					cancelPatience();
					isOpen = true;
					listener.opened();
				},
				closed: (failure) => (isOpen ? listener.closed(failure) : openSecond()),
			};
			let isOpen = false;
			let stream: OpenStream = first.open(request, untilOpen);
			cancelPatience = time.after(patienceMs, openSecond);

			return {
				lastHeardAt: () => stream.lastHeardAt(),
				close() {
					cancelPatience();
					stream.close();
				},
			};
		},
	};
}

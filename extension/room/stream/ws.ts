import { ApiError } from "../api-error.ts";
import type { Time } from "../time.ts";
import { longestSilenceMs, openTimeoutMs, readFrame, type Transport } from "./transport.ts";

/** Far above any frame: a server that sends more at once is broken. Characters. */
const longestFrame = 1024 * 1024;
/** Close codes of a server that ended the stream in good order: it is over, or the server stops. */
const inGoodOrder: ReadonlySet<number> = new Set([1000, 1001]);

/**
 * Streams over `GET /api/stream` as a WebSocket. Open is what has brought a frame: a proxy may well accept the
 * upgrade and swallow all that follows.
 */
export function createWsTransport(options: {
	server: string;
	WebSocket: typeof globalThis.WebSocket;
	time: Time;
}): Transport {
	const { server, WebSocket, time } = options;
	const address = `${server.replace(/^http/, "ws")}/api/stream`;

	return {
		open(request, listener) {
			let lastHeardAt = time.wall();
			let isOpen = false;
			let isClosed = false;
			let socket: WebSocket | null = null;
			let cancelTimeout = time.after(openTimeoutMs, () => end(new ApiError("unreachable")));

			function cut(): void {
				isClosed = true;
				cancelTimeout();
				socket?.close();
			}
			function end(failure: ApiError | null): void {
				if (isClosed) return;
				cut();
				listener.closed(failure);
			}
			function take(data: unknown): void {
				if (isClosed) return;
				if (typeof data !== "string" || data.length > longestFrame) {
					end(new ApiError("not-mayfly"));
					return;
				}
				lastHeardAt = time.wall();
				cancelTimeout();
				cancelTimeout = time.after(longestSilenceMs, () => end(new ApiError("unreachable")));
				const frame = readFrame(data);
				if (frame === null) return;
				if (!isOpen) listener.opened();
				isOpen = true;
				if (!isClosed) listener.frame(frame);
			}

			try {
				socket = new WebSocket(address);
				socket.addEventListener("open", () => socket?.send(JSON.stringify(request)));
				socket.addEventListener("message", ({ data }) => take(data));
				socket.addEventListener("close", ({ code }) => end(inGoodOrder.has(code) ? null : new ApiError("unreachable")));
			} catch (cause) {
				// An address or a policy that does not allow it; told once `open` has returned.
				queueMicrotask(() => end(new ApiError("unreachable", { cause })));
			}

			return { lastHeardAt: () => lastHeardAt, close: cut };
		},
	};
}

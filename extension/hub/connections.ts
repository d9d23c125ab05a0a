import { limits } from "../../backend/protocol/limits.ts";
import type { Jitter } from "../room/stream/backoff.ts";
import { createConnection, type StreamConnection } from "../room/stream/connection.ts";
import type { Transport } from "../room/stream/transport.ts";
import type { Time } from "../room/time.ts";

/** The streams of this browser: one a server, a further one only when a server's first holds all it may. */
export type Connections = {
	/** The stream that a room on `server` should join. */
	to(server: string): StreamConnection;
	reconnect(): void;
	wake(): void;
	close(): void;
};

export function createConnections(options: {
	transportTo(server: string): Transport;
	time: Time;
	jitter: Jitter;
}): Connections {
	const { transportTo, time, jitter } = options;
	const byServer = new Map<string, StreamConnection[]>();
	const all = () => [...byServer.values()].flat();

	return {
		to(server) {
			const opened = byServer.get(server) ?? [];
			const free = opened.find((connection) => connection.size() < limits.roomsPerStream);
			if (free) return free;
			const connection = createConnection({ transport: transportTo(server), time, jitter });
			byServer.set(server, [...opened, connection]);
			return connection;
		},
		reconnect() {
			for (const connection of all()) connection.reconnect();
		},
		wake() {
			for (const connection of all()) connection.wake();
		},
		close() {
			for (const connection of all()) connection.close();
		},
	};
}

import { limits } from "../../backend/protocol/limits.ts";
import type { StreamConnection } from "../room/stream/connection.ts";

/** The streams of this browser: one a server, a further one only when a server's first holds all it may. */
export type Connections = {
	/** The stream that a room on `server` should join; `open` makes a further one. */
	to(server: string, open: () => StreamConnection): StreamConnection;
	reconnect(): void;
	wake(): void;
	close(): void;
};

export function createConnections(): Connections {
	const byServer = new Map<string, StreamConnection[]>();
	const all = () => [...byServer.values()].flat();

	return {
		to(server, open) {
			const opened = byServer.get(server) ?? [];
			const free = opened.find((connection) => connection.size() < limits.roomsPerStream);
			if (free) return free;
			const connection = open();
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

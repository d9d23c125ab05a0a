import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A way to the server that sees when streams are opened and when they break. */
export type Tap = {
	origin: string;
	streams: ("opened" | "closed")[];
	/** Breaks all that is connected, as a change of network does. */
	breakAll(): void;
	/** How many have come so far. */
	connections(): number;
	close(): Promise<void>;
};

export async function openTap(port: number): Promise<Tap> {
	const streams: Tap["streams"] = [];
	let connections = 0;
	const sockets = new Set<Socket>();
	const server = createServer((near) => {
		connections++;
		const far = connect(port, "127.0.0.1");
		let isStream = false;
		near.on("data", (bytes) => {
			if (!isStream && /^(GET|POST) \/api\/stream /.test(bytes.toString("latin1"))) {
				isStream = true;
				streams.push("opened");
			}
		});
		for (const socket of [near, far]) {
			sockets.add(socket);
			socket.on("error", () => socket.destroy());
			socket.on("close", () => {
				if (socket === near && isStream) streams.push("closed");
				sockets.delete(socket);
				near.destroy();
				far.destroy();
			});
		}
		near.pipe(far).pipe(near);
	});
	const breakAll = () => {
		for (const socket of sockets) socket.destroy();
	};
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		streams,
		connections: () => connections,
		breakAll,
		close() {
			breakAll();
			return new Promise((closed) => server.close(() => closed()));
		},
	};
}

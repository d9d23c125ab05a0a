import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A network that can fail: a TCP way to a server on this machine. */
export type Network = {
	/** Origin that leads to the server through this way. */
	origin: string;
	/** Breaks every connection and refuses new ones. */
	cut(): void;
	/** Lets new connections through again. */
	mend(): void;
	close(): Promise<void>;
};

/** Opens a way to `port` on loopback. */
export async function openNetwork(port: number): Promise<Network> {
	const sockets = new Set<Socket>();
	let whole = true;
	const server = createServer((near) => {
		if (!whole) {
			near.destroy();
			return;
		}
		const far = connect(port, "127.0.0.1");
		for (const socket of [near, far]) {
			sockets.add(socket);
			socket.on("error", () => socket.destroy());
			socket.on("close", () => {
				sockets.delete(socket);
				near.destroy();
				far.destroy();
			});
		}
		near.pipe(far).pipe(near);
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const breakAll = () => {
		for (const socket of sockets) socket.destroy();
	};
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		cut() {
			whole = false;
			breakAll();
		},
		mend() {
			whole = true;
		},
		close() {
			breakAll();
			return new Promise((closed) => server.close(() => closed()));
		},
	};
}

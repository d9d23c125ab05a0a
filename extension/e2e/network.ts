import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A network that can fail: a TCP way to a server on this machine. */
export type Network = {
	/** Origin that leads to the server through this way. */
	origin: string;
	/** Breaks every connection and refuses new ones. */
	cut(): void;
	/** Lets new connections through again, WebSockets too. */
	mend(): void;
	/** From now on answers each WebSocket with a 400, as some proxies do. */
	refuseSockets(): void;
	/** What asked for a stream so far, in order. */
	streams: ("ws" | "sse")[];
	/** How many signals were sent so far, each with its size as the network sees it. */
	signals: number[];
	close(): Promise<void>;
};

/** Opens a way to `port` on loopback. */
export async function openNetwork(port: number): Promise<Network> {
	const sockets = new Set<Socket>();
	const streams: Network["streams"] = [];
	const signals: Network["signals"] = [];
	let whole = true;
	let takesSockets = true;

	/** Notes a signal, or a stream that is asked for; false for one that does not pass. A browser sends a head in one piece. */
	function passes(bytes: Buffer): boolean {
		const head = bytes.subarray(0, 2048).toString("latin1");
		if (/^POST \/api\/rooms\/\S+\/signals /.test(head)) signals.push(Number(/content-length: (\d+)/i.exec(head)?.[1]));
		const [, method] = /^(GET|POST) \/api\/stream /.exec(head) ?? [];
		if (method === undefined) return true;
		streams.push(method === "GET" ? "ws" : "sse");
		return method === "POST" || takesSockets;
	}

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
		near.on("data", (bytes) => {
			if (passes(bytes)) far.write(bytes);
			else near.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
		});
		far.pipe(near);
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
			takesSockets = true;
		},
		refuseSockets() {
			takesSockets = false;
		},
		streams,
		signals,
		close() {
			breakAll();
			return new Promise((closed) => server.close(() => closed()));
		},
	};
}

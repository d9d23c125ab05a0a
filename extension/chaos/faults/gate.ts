import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP way to whichever server of a few is up, as a balancer in front of them is; with the faults of wires. */
export type Gate = {
	origin: string;
	/** What clients say is lost without a word, until `mend`. */
	mute(): void;
	/** Nothing that servers say is read on, until `mend`; nothing of it is lost. */
	hold(): void;
	/** The next connection is cut after `bytes` of what its server says. */
	cutNextAfter(bytes: number): void;
	/** Lets everything through again. Connections that lost something are dead. */
	mend(): void;
	close(): Promise<void>;
};

/** From where servers see people come: an address that nothing else has. (Only Linux gives all of 127/8 away.) */
export const clientAddress = process.platform === "linux" ? "127.0.0.77" : "127.0.0.1";

/**
 * @param ports of the servers that are up at this moment; taken in turn
 * @param passed hears all that servers say, as it goes on to the clients
 */
export async function openGate(
	ports: () => readonly number[],
	passed: (chunk: Buffer) => void = () => {},
): Promise<Gate> {
	const ways = new Set<{ near: Socket; far: Socket; isTorn: boolean }>();
	let isMute = false;
	let isHeld = false;
	let nextMost = Number.POSITIVE_INFINITY;
	let turn = 0;

	const server = createServer((near) => {
		const up = ports();
		const port = up[turn++ % Math.max(1, up.length)];
		near.on("error", () => near.destroy());
		if (port === undefined) return void near.destroy();
		const far = connect({ port, host: "127.0.0.1", localAddress: clientAddress });
		const way = { near, far, isTorn: false };
		ways.add(way);
		far.on("error", () => far.destroy());
		for (const socket of [near, far]) {
			socket.setNoDelay(true);
			socket.on("close", () => {
				ways.delete(way);
				near.destroy();
				far.destroy();
			});
		}
		let left = nextMost;
		nextMost = Number.POSITIVE_INFINITY;
		near.on("data", (chunk) => {
			if (isMute) way.isTorn = true;
			else far.write(chunk);
		});
		far.on("data", (chunk) => {
			const part = chunk.subarray(0, left);
			left -= part.length;
			passed(part);
			if (!near.write(part)) far.pause();
			if (left === 0) near.end(() => near.destroy());
		});
		near.on("drain", () => isHeld || far.resume());
		near.on("end", () => far.end());
		far.on("end", () => near.end());
		if (isHeld) far.pause();
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");

	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		mute() {
			isMute = true;
		},
		hold() {
			isHeld = true;
			for (const { far } of ways) far.pause();
		},
		cutNextAfter(bytes) {
			nextMost = bytes;
		},
		mend() {
			isMute = false;
			isHeld = false;
			for (const { near, far, isTorn } of ways) {
				if (isTorn) near.destroy();
				else far.resume();
			}
		},
		async close() {
			for (const { near } of ways) near.destroy();
			server.close();
			await once(server, "close");
		},
	};
}

import type { Redis } from "ioredis";
import type { Connect } from "./subscriber.ts";

/** How often a connection is asked whether it is alive: a half-open one would be silent for ever. */
const pingEveryMs = 10_000;

/** How often a cluster may send us on before we believe it. */
const mostMoves = 3;

type Nodes = {
	/** The node that carries a channel, as far as is known. */
	nodeOf: (channel: string) => string;
	/** A new connection to a node that ends for good when it breaks. */
	dial: (node: string) => Redis;
	/** True for a cluster, where each channel is carried by the node of its slot. */
	sharded: boolean;
};

type Node = { subscribe: Connect; close(): void };

/** Subscribes over one connection for each node, made when the first channel asks for it. */
export function createNodeSubscriptions({ nodeOf, dial, sharded }: Nodes): { connect: Connect; close(): void } {
	const nodes = new Map<string, Node>();

	function reach(name: string): Node {
		const known = nodes.get(name);
		if (known !== undefined) return known;
		const connection = dial(name);
		const node = listenOn(connection, sharded);
		nodes.set(name, node);
		connection.once("end", () => {
			if (nodes.get(name) === node) nodes.delete(name);
		});
		return node;
	}

	async function connect(channel: string, options: Parameters<Connect>[1]): ReturnType<Connect> {
		let node = nodeOf(channel);
		for (let moves = 0; ; moves++) {
			try {
				return await reach(node).subscribe(channel, options);
			} catch (error) {
				const [, to] = /^MOVED \d+ (\S+)$/.exec(String((error as Error).message)) ?? [];
				if (to === undefined || moves === mostMoves) throw error;
				node = to;
			}
		}
	}

	return {
		connect,
		close() {
			for (const node of nodes.values()) node.close();
		},
	};
}

/** Many subscriptions over one connection, which all end with it; one alone when its slot leaves the node. */
function listenOn(connection: Redis, sharded: boolean): Node {
	const subscriptions = new Map<string, { message: (payload: string) => void; end: () => void; isOpen: boolean }>();

	connection.on(sharded ? "smessage" : "message", (channel: string, payload: string) => {
		subscriptions.get(channel)?.message(payload);
	});

	/** Says the end of what the server took from us without being asked. */
	function endMoved(): void {
		const subscribed = connection.condition?.subscriber || null;
		const held = new Set(subscribed?.channels("ssubscribe"));
		for (const [channel, { end, isOpen }] of subscriptions) if (isOpen && !held.has(channel)) end();
	}
	// Later, when answers that came together with the news have reached who waits for them.
	connection.on("moved", () => setImmediate(endMoved));

	connection.once("end", () => {
		clearInterval(pinger);
		for (const { end } of subscriptions.values()) end();
	});

	// A ping without an answer ends the connection by its socket timeout.
	const pinger = setInterval(() => {
		if (connection.status === "ready") connection.ping().catch(() => {});
	}, pingEveryMs);
	pinger.unref();

	async function subscribe(channel: string, { signal, message }: Parameters<Connect>[1]): ReturnType<Connect> {
		signal.throwIfAborted();
		let resolve = () => {};
		const ended = new Promise<void>((done) => {
			resolve = done;
		});
		const subscription = { message, end, isOpen: false };
		subscriptions.set(channel, subscription);
		signal.addEventListener("abort", stop);

		function end(): void {
			signal.removeEventListener("abort", stop);
			if (subscriptions.get(channel) === subscription) subscriptions.delete(channel);
			resolve();
		}

		function stop(): void {
			end();
			// A connection that is gone holds no subscription either, and one that does not answer is given up soon.
			(sharded ? connection.sunsubscribe(channel) : connection.unsubscribe(channel)).catch(() => {});
		}

		try {
			await (sharded ? connection.ssubscribe(channel) : connection.subscribe(channel));
		} catch (error) {
			stop();
			throw error;
		}
		subscription.isOpen = true;
		return { ended };
	}

	return { subscribe, close: () => connection.disconnect() };
}

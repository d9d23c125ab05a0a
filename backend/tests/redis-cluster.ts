import { setTimeout as wait } from "node:timers/promises";
import { Command } from "ioredis";
import { freePort, type RedisServer, startRedis } from "./redis-server.ts";

/** Three real masters without replicas that share the slots, started by this process and used by nobody else. */
export type RedisCluster = {
	/** Of the first node. */
	readonly url: string;
	readonly nodes: readonly RedisServer[];
	/** The node that a room was given to at the start; `moveSlot` does not change the answer. */
	nodeOf(roomId: string): RedisServer;
	/** Everything that is kept, on whichever node. */
	keys(): Promise<string[]>;
	flush(): Promise<void>;
	close(): Promise<void>;
};

const slotCount = 16_384;
const nodeCount = 3;

/**
 * Without a node the others go on (`cluster-require-full-coverage no`).
 * @param args more arguments for each redis-server
 */
export async function startRedisCluster(args: string[] = []): Promise<RedisCluster> {
	const busPorts = await freePorts(nodeCount);
	const nodes = await Promise.all(busPorts.map((busPort) => startRedis([...clusterArgs(busPort), ...args])));
	await form(nodes, busPorts);
	const [first] = nodes as [RedisServer];
	return {
		...{ url: first.url, nodes },
		nodeOf: (roomId) => nodes[Math.floor((slotOf(roomId) * nodeCount) / slotCount)] ?? first,
		keys: async () => (await Promise.all(nodes.map(({ admin }) => admin.keys("*")))).flat(),
		async flush() {
			await Promise.all(nodes.map(({ admin }) => admin.flushall()));
		},
		async close() {
			await Promise.all(nodes.map((node) => node.close()));
		},
	};
}

const slotOf = (roomId: string): number => new Command("get", [roomId]).getSlot();

/** The bus would listen 10,000 above the node's own port, where nobody has looked whether it is free. */
function clusterArgs(busPort: number): string[] {
	return [
		...["--cluster-enabled", "yes", "--cluster-port", String(busPort)],
		...["--cluster-node-timeout", "1000", "--cluster-require-full-coverage", "no"],
		// A replica is sent everything at once, not after 5 s in which more might ask.
		...["--repl-diskless-sync-delay", "0"],
	];
}

/** Asked for one after the other a port may come twice. */
async function freePorts(count: number): Promise<number[]> {
	const ports = new Set<number>();
	while (ports.size < count) ports.add(await freePort());
	return [...ports];
}

/** By hand: `redis-cli --cluster create` waits longer than it takes. */
async function form(nodes: RedisServer[], busPorts: number[]): Promise<void> {
	for (const [i, { admin }] of nodes.entries()) {
		const firstOf = (node: number) => Math.ceil((node * slotCount) / nodes.length);
		await admin.cluster("SET-CONFIG-EPOCH", i + 1);
		await admin.cluster("ADDSLOTSRANGE", firstOf(i), firstOf(i + 1) - 1);
		for (const [j, other] of nodes.entries()) {
			if (j < i) await admin.call("CLUSTER", "MEET", "127.0.0.1", String(other.port), String(busPorts[j]));
		}
	}
	await Promise.all(nodes.map((node) => whole(node, nodes.length)));
}

/** Resolves when this node knows all others and all slots. */
function whole({ admin }: RedisServer, count: number): Promise<void> {
	const signs = ["state:ok", `slots_ok:${slotCount}`, `known_nodes:${count}`, `size:${nodeCount}`];
	return until("the cluster is whole", async () => {
		const info = await admin.cluster("INFO");
		return signs.every((sign) => info.includes(`cluster_${sign}`));
	});
}

/** Moves the slot of a room, and with it all that is in it, from one node to another as `redis-cli` does it. */
export async function moveSlot(
	{ nodes }: RedisCluster,
	roomId: string,
	from: RedisServer,
	to: RedisServer,
): Promise<void> {
	const slot = slotOf(roomId);
	const [fromId, toId] = (await Promise.all([from, to].map(({ admin }) => admin.call("CLUSTER", "MYID")))) as [
		string,
		string,
	];
	await to.admin.cluster("SETSLOT", slot, "IMPORTING", fromId);
	await from.admin.cluster("SETSLOT", slot, "MIGRATING", toId);
	const keys = await from.admin.cluster("GETKEYSINSLOT", slot, 1_000);
	for (const key of keys) await from.admin.migrate("127.0.0.1", to.port, key, 0, 5_000);
	for (const { admin } of [to, from, ...nodes]) await admin.cluster("SETSLOT", slot, "NODE", toId);
}

/** A fourth node that keeps what this master keeps, and takes its place when it dies. Closed by who asked for it. */
export async function addReplica({ nodes }: RedisCluster, master: RedisServer): Promise<RedisServer> {
	const [busPort] = (await freePorts(1)) as [number];
	const replica = await startRedis(clusterArgs(busPort));
	for (const { admin } of nodes)
		await admin.call("CLUSTER", "MEET", "127.0.0.1", String(replica.port), String(busPort));
	await Promise.all([...nodes, replica].map((node) => whole(node, nodes.length + 1)));
	await replica.admin.call("CLUSTER", "REPLICATE", String(await master.admin.call("CLUSTER", "MYID")));
	await until("the replica follows", async () =>
		(await replica.admin.info("replication")).includes("master_link_status:up"),
	);
	return replica;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
	for (const deadline = Date.now() + 15_000; !(await holds()); await wait(20)) {
		if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
	}
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";

/** A real redis-server that this process started and nobody else uses. It keeps nothing on disk. */
export type RedisServer = {
	readonly url: string;
	readonly port: number;
	/** A plain connection for looking at what is there; closed with the server. */
	readonly admin: Redis;
	/** Ends the server at once (SIGKILL); its data is gone. */
	kill(): Promise<void>;
	/** Starts it again on the same port, empty. */
	start(): Promise<void>;
	/** Stops and continues the process: connections stay open and nobody answers. */
	freeze(): void;
	thaw(): void;
	close(): Promise<void>;
};

/** @param args more arguments for redis-server, such as `["--maxmemory", "4mb"]` */
export async function startRedis(args: string[] = []): Promise<RedisServer> {
	const port = await freePort();
	const url = `redis://127.0.0.1:${port}`;
	const directory = await mkdtemp(join(tmpdir(), "mayfly-redis-"));
	let child: ChildProcess | undefined;

	async function start(): Promise<void> {
		const base = [
			"--port",
			String(port),
			"--bind",
			"127.0.0.1",
			"--save",
			"",
			"--appendonly",
			"no",
			"--dir",
			directory,
		];
		const started = spawn("redis-server", [...base, ...args], { stdio: "ignore" });
		child = started;
		const failed = once(started, "error").then(([error]) => {
			throw error;
		});
		await Promise.race([listening(port), failed]);
	}

	async function kill(): Promise<void> {
		if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, "exit");
		child.kill("SIGKILL");
		await ended;
	}

	// A test run that dies takes its server with it.
	const killAtExit = () => void child?.kill("SIGKILL");
	process.once("exit", killAtExit);

	await start();
	const admin = new Redis(url, { protocol: 2 });
	admin.on("error", () => {});
	return {
		...{ url, port, admin, start, kill },
		freeze: () => void child?.kill("SIGSTOP"),
		thaw: () => void child?.kill("SIGCONT"),
		async close() {
			process.off("exit", killAtExit);
			admin.disconnect();
			await kill();
			await rm(directory, { recursive: true, force: true });
		},
	};
}

/** A Redis that accepts connections has begun to answer. */
async function listening(port: number): Promise<void> {
	for (const deadline = Date.now() + 10_000; Date.now() < deadline; await wait(20)) {
		const socket = connect(port, "127.0.0.1");
		const isOpen = await once(socket, "connect").then(
			() => true,
			() => false,
		);
		socket.destroy();
		if (isOpen) return;
	}
	throw new Error(`redis-server does not listen on port ${port}`);
}

export async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	if (address === null || typeof address === "string") throw new Error("no port");
	return address.port;
}

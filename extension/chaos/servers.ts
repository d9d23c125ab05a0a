import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { startProcess } from "../../backend/bench/processes.ts";
import { type RunningServer, startServer } from "../../backend/serve/server.ts";
import { freePort } from "../../backend/tests/redis-server.ts";
import type { ProcessOptions } from "./server-process.ts";
import type { StoreSite } from "./stores.ts";

/** One of the servers over a store. */
export type Backend = {
	/** Where it listens; another one after each start. */
	port(): number;
	isUp(): boolean;
	start(): Promise<void>;
	/** As SIGTERM does it: what is under way is finished. */
	stop(): Promise<void>;
	/** SIGKILL; where there is no process of its own, the same as `stop`. */
	kill(): Promise<void>;
};

/** Shorter than in earnest, so that a short history has many of them, ms. */
export const quickly = { pingEveryMs: 400, pulseEveryMs: 300 };

/** In this process. */
export function createLocalBackend(site: StoreSite, log: (line: string) => void): Backend {
	let running: { server: RunningServer; close(): Promise<void> } | null = null;

	async function stop(): Promise<void> {
		const stopped = running;
		running = null;
		await stopped?.server.close();
		await stopped?.close();
	}

	return {
		port: () => Number(new URL(running?.server.url ?? "http://127.0.0.1:0").port),
		isUp: () => running !== null,
		async start() {
			const { store, close } = await site.open();
			running = { server: await startServer({ store, now: site.now, log, ...quickly }), close };
		},
		stop,
		kill: stop,
	};
}

/** In a process of its own. */
export function createProcessBackend(
	{ config, now }: Pick<StoreSite, "config" | "now">,
	log: (line: string) => void,
): Backend {
	let child: ChildProcess | null = null;
	let port = 0;

	async function startOnFreePort(): Promise<ChildProcess> {
		for (let tries = 1; ; tries++) {
			port = await freePort();
			const options: ProcessOptions = { port, store: config, clockOffMs: now() - Date.now(), ...quickly };
			try {
				return await startProcess("../extension/chaos/server-process.ts", [JSON.stringify(options)]);
			} catch (error) {
				// Somebody else was quicker to take the port.
				if (tries === 5) throw error;
			}
		}
	}

	async function end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
		const ended = child;
		child = null;
		if (ended === null || ended.exitCode !== null || ended.signalCode !== null) return;
		const exit = once(ended, "exit");
		ended.kill(signal);
		await exit;
	}

	return {
		port: () => port,
		isUp: () => child !== null,
		async start() {
			const started = await startOnFreePort();
			started.stdout?.setEncoding("utf8").on("data", (text: string) => {
				for (const line of text.split("\n")) if (line !== "") log(line);
			});
			child = started;
			// What was started here does not outlive it, however it ends.
			const killAtExit = () => void started.kill("SIGKILL");
			process.once("exit", killAtExit);
			started.once("exit", () => process.off("exit", killAtExit));
		},
		stop: () => end("SIGTERM"),
		kill: () => end("SIGKILL"),
	};
}

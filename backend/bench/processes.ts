import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { nodeArgs } from "../../.config/tasks/steps.ts";
import { freePort } from "../tests/redis-server.ts";

const probe = ["--expose-gc", "--import", pathToFileURL(join(import.meta.dirname, "probe.ts")).href];

/** A process of this bench. */
export type Started = {
	/** The first line it printed. */
	line: string;
	/** Tells it something over its channel; resolves to the next thing it says. One question at a time. */
	ask(question: unknown): Promise<unknown>;
	stop(): void;
};

/** A server whose process is measured. */
export type Server = {
	url: string;
	/** CPU time it has used, µs. */
	cpuMicros(): Promise<number>;
	/** Bytes it holds, garbage collected. */
	memory(): Promise<{ rss: number; heap: number }>;
	stop(): void;
};

/** Starts a TypeScript file of the backend as a process of its own; resolves once it has printed its first line. */
export async function startProcess(file: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
	const child = spawn(process.execPath, [...nodeArgs, pathOf(file), ...args], {
		env: { ...process.env, ...env },
		stdio: ["ignore", "pipe", "inherit"],
	});
	await firstLine(child, file);
	return child;
}

/** The same with a channel to it, and with its probe. */
export async function startMeasured(file: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Started> {
	const child = spawn(process.execPath, [...nodeArgs, ...probe, pathOf(file), ...args], {
		env: { ...process.env, ...env },
		stdio: ["ignore", "pipe", "inherit", "ipc"],
	});
	return {
		line: await firstLine(child, file),
		async ask(question) {
			const answered = once(child, "message");
			child.send(question as string | object);
			return (await answered)[0];
		},
		// The probe ends the process in good order, so that Node writes a profile where one was asked for.
		stop: () => child.connected && child.disconnect(),
	};
}

const pathOf = (file: string) => join(import.meta.dirname, "..", file);

async function firstLine(child: ChildProcess, file: string): Promise<string> {
	const ended = once(child, "exit").then(([code]) => {
		throw new Error(`${file} ended with ${code}`);
	});
	// After the first line it may end when it likes.
	ended.catch(() => {});
	const [chunk] = await Promise.race([once(child.stdout as NonNullable<typeof child.stdout>, "data"), ended]);
	child.stdout?.resume();
	return String(chunk).split("\n")[0] ?? "";
}

/** Starts a server of this folder that takes its port first. */
export async function startServerFile(file: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Server> {
	const port = await freePort();
	return asServer(await startMeasured(file, [String(port), ...args], env), port);
}

/** The backend over a Redis, without its budgets, as a process of its own. */
export async function startServer(redisUrl: string, env: NodeJS.ProcessEnv = {}): Promise<Server> {
	const port = await freePort();
	const all = { PORT: String(port), HOST: "127.0.0.1", REDIS_URL: redisUrl, RATE_LIMITS: "off", ...env };
	return asServer(await startMeasured("serve/node.ts", [], all), port);
}

export const startRelay = (redisUrl: string): Promise<Server> =>
	startServerFile("bench/yardsticks/bare-relay.ts", [redisUrl]);

function asServer({ ask, stop }: Started, port: number): Server {
	return {
		url: `http://127.0.0.1:${port}`,
		cpuMicros: async () => (await ask("cpu")) as number,
		memory: async () => (await ask("memory")) as { rss: number; heap: number },
		stop,
	};
}

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { freePort } from "../tests/redis-server.ts";

const nodeArgs = ["--experimental-strip-types", "--disable-warning=ExperimentalWarning"];

/** Starts a TypeScript file of the backend as a process of its own; resolves once it has printed its first line. */
export async function startProcess(file: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
	const child = spawn(process.execPath, [...nodeArgs, join(import.meta.dirname, "..", file), ...args], {
		env: { ...process.env, ...env },
		stdio: ["ignore", "pipe", "inherit"],
	});
	await new Promise<void>((resolve, reject) => {
		child.stdout.once("data", () => resolve());
		child.once("exit", (code) => reject(new Error(`${file} ended with ${code}`)));
	});
	child.stdout.resume();
	return child;
}

/** The backend over a Redis, without its budgets, as a process of its own. */
export async function startServer(redisUrl: string): Promise<{ url: string; stop(): void }> {
	const port = String(await freePort());
	const env = { PORT: port, HOST: "127.0.0.1", REDIS_URL: redisUrl, RATE_LIMITS: "off" };
	const child = await startProcess("serve/node.ts", [], env);
	return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

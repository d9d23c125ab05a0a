import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { nodeArgs } from "../../.config/tasks/steps.ts";

/** The backend as `npm run serve` starts it. */
export type Served = {
	child: ChildProcess;
	/** "" when it did not start. */
	url: string;
	/** All it has printed. */
	out(): string;
	err(): string;
	exit: Promise<number | null>;
};

/** What a process holds, garbage collected. */
export type Held = {
	/** Bytes of JavaScript, buffers outside V8 included. */
	heap: number;
	/** Connections it has accepted or made. */
	sockets: number;
	timers: number;
};

const entry = fileURLToPath(new URL("../serve/node.ts", import.meta.url));
const probe = ["--expose-gc", "--import", new URL("served-probe.ts", import.meta.url).href];

/** Starts it for the test that runs, and kills it after that. With a probe it can be asked what it holds. */
export async function serve(env: Record<string, string>, { probed = false } = {}): Promise<Served> {
	const child = spawn(process.execPath, [...nodeArgs, ...(probed ? probe : []), entry], {
		env: { PATH: process.env.PATH, ...env },
		stdio: ["ignore", "pipe", "pipe", ...(probed ? ["ipc" as const] : [])],
	});
	onTestFinished(() => void child.kill("SIGKILL"));
	let out = "";
	let err = "";
	child.stdout?.on("data", (chunk) => (out += chunk));
	child.stderr?.on("data", (chunk) => (err += chunk));
	const exit = once(child, "exit").then(([code]) => code as number | null);
	const isUp = () => out.includes("\n");
	for (const deadline = Date.now() + 20_000; !isUp() && child.exitCode === null && Date.now() < deadline; )
		await wait(20);
	return { child, url: /http:\S+/.exec(out)?.[0] ?? "", out: () => out, err: () => err, exit };
}

/** Asks one that was started with a probe. */
export async function heldBy({ child }: Served): Promise<Held> {
	const answered = once(child, "message");
	child.send("held");
	return (await answered)[0] as Held;
}

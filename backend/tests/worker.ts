import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The Worker as it is deployed: bundled by its own configuration, in Cloudflare's runtime, on this machine. */
export type RunningWorker = { url: string; close(): Promise<void> };

const command = join(createRequire(import.meta.url).resolve("wrangler/package.json"), "../bin/wrangler.js");
const config = fileURLToPath(new URL("../wrangler.jsonc", import.meta.url));

/** @param vars variables and secrets, over those of the configuration */
export async function startWorker(vars: Record<string, string>): Promise<RunningWorker> {
	const folder = await mkdtemp(join(tmpdir(), "mayfly-worker-"));
	const given = Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
	const quiet = ["--show-interactive-dev-session=false", "--log-level", "log"];
	const args = ["dev", "--config", config, "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0", ...quiet];
	const child = spawn(process.execPath, [command, ...args, "--persist-to", folder, ...given], {
		stdio: ["ignore", "pipe", "pipe"],
		// A group of its own, so that its runtime ends with it.
		detached: true,
		env: {
			...{ PATH: process.env.PATH, HOME: folder, WRANGLER_LOG_PATH: folder, WRANGLER_REGISTRY_PATH: folder },
			// It asks nobody on the internet.
			...{ WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" },
		},
	});
	let said = "";
	for (const output of [child.stdout, child.stderr]) output.on("data", (chunk) => (said += chunk));
	const kill = () => {
		if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
	};
	process.once("exit", kill);
	const ready = /Ready on (http:\S+)/;
	for (const deadline = Date.now() + 30_000; !ready.test(said); await wait(20)) {
		if (child.exitCode === null && Date.now() < deadline) continue;
		kill();
		throw new Error(`the Worker did not start:\n${said}`);
	}
	return {
		url: ready.exec(said)?.[1] ?? "",
		async close() {
			const ended = once(child, "exit");
			kill();
			await ended;
			process.off("exit", kill);
			await rm(folder, { recursive: true, force: true });
		},
	};
}

// The backend as a process: `npm run serve`. What it hears from the environment is in backend/README.md.
import { type Config, ConfigError, readConfig } from "../config.ts";
import { Problem } from "../problems.ts";
import { openStore } from "../store/open-store.ts";
import type { RoomStore } from "../store/room-store.ts";
import { type RunningServer, startServer } from "./server.ts";

/** Says in one line why the server cannot start, and ends the process. */
function giveUp(reason: string): never {
	console.error(reason);
	process.exit(1);
}

function explain(error: unknown, { host, port, store }: Pick<Config, "host" | "port" | "store">): string | null {
	if (error instanceof ConfigError) return error.message;
	if (error instanceof Problem && error.code === "store-unavailable") {
		return `Redis does not answer: see ${store.kind === "upstash" ? "UPSTASH_REDIS_REST_URL" : "REDIS_URL"}.`;
	}
	const code = error instanceof Error && "code" in error ? error.code : undefined;
	if (code === "EADDRINUSE") return `Port ${port} at ${host} is taken: set PORT to another one.`;
	if (code === "EACCES") return `Port ${port} may not be used here: set PORT to another one.`;
	if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `This machine has no address ${host}: see HOST.`;
	return null;
}

async function start(config: Config): Promise<void> {
	const store = await openStore(config);
	await store.ping();
	const server = await startServer({ ...config, store });
	const where =
		store.kind === "memory" ? "rooms are in memory, and gone with this process" : `rooms are in ${store.kind}`;
	console.log(`Mayfly listens at ${server.url} (${where})`);
	process.once("SIGTERM", () => stop(server, store));
	process.once("SIGINT", () => stop(server, store));
}

async function stop(server: RunningServer, store: RoomStore): Promise<void> {
	// Whoever asks twice cannot wait.
	process.once("SIGTERM", () => process.exit(1));
	process.once("SIGINT", () => process.exit(1));
	await server.close();
	await store.close();
	process.exit(0);
}

let config: Config;
try {
	config = readConfig(process.env);
} catch (error) {
	giveUp(error instanceof ConfigError ? error.message : String(error));
}
await start(config).catch((error: unknown) => {
	const reason = explain(error, config);
	if (reason !== null) giveUp(reason);
	throw error;
});

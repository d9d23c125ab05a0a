// A server of the chaos suite as a process of its own: what `npm run serve` starts, with pings and pulses more often
// and a clock that may be off. It logs to its standard output; the first line says that it listens.
import { setTimeout as wait } from "node:timers/promises";
import type { Config } from "../../backend/config.ts";
import { type RunningServer, startServer } from "../../backend/serve/server.ts";
import { openStore } from "../../backend/store/open-store.ts";

/** The one argument, as JSON. */
export type ProcessOptions = {
	port: number;
	store: Config["store"];
	/** How far its clock is off, ms. */
	clockOffMs: number;
	pingEveryMs: number;
	pulseEveryMs: number;
};

const options = JSON.parse(process.argv[2] ?? "") as ProcessOptions;
const now = () => Date.now() + options.clockOffMs;
const store = await openStore({ store: options.store, rateLimits: true }, now);

/** At the port it had before, which a connection of somebody else's may have for a moment. */
async function startAgain(tries = 50): Promise<RunningServer> {
	try {
		return await startServer({ ...options, store, now, log: (line) => console.log(line) });
	} catch (error) {
		if (tries === 0 || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
		await wait(100);
		return startAgain(tries - 1);
	}
}

const server = await startAgain();
process.once("SIGTERM", async () => {
	await server.close();
	await store.close();
	process.exit(0);
});
console.log("listening");

// The backend as a Vercel Function on the Node.js runtime. How it gets there is in backend/README.md.
import { AsyncLocalStorage } from "node:async_hooks";
import { fileURLToPath } from "node:url";
import { ConfigError, readConfig } from "../config.ts";
import { openStore } from "../store/open-store.ts";
import { assemble } from "./assemble.ts";
import { createGuestPage } from "./guest-page.ts";
import { webFolder } from "./web-folder.ts";

/** What the platform hands in beside a request. Absent where somebody else calls. */
type Context = { waitUntil?: (promise: Promise<unknown>) => void };

/** How long before the platform stops a request its stream is sent away, seconds. */
const partingSeconds = 15;

const config = readConfig(process.env);
if (config.store.kind === "memory") {
	throw new ConfigError("REDIS_URL or UPSTASH_REDIS_REST_URL: needed here, for functions share no memory.");
}
// What the build writes for Vercel, .config/tasks/vercel.ts also tells us.
const longestSeconds = Number(process.env.MAX_DURATION);

/** The requests of a function share one process; this says which one is being answered. */
const contexts = new AsyncLocalStorage<Context | undefined>();

const { app } = assemble({
	...{ store: await openStore(config), rateLimits: config.rateLimits, createToken: config.createToken },
	// Vercel writes it, over whatever a client sent.
	remoteAddress: (c) => c.req.header("x-real-ip") ?? "",
	guestPage: createGuestPage(webFolder(fileURLToPath(new URL("web", import.meta.url)))),
	streamLifeMs: (longestSeconds - partingSeconds) * 1000,
	waitUntil: (promise) => contexts.getStore()?.waitUntil?.(promise),
});

export default {
	fetch: (request: Request, context?: Context) => contexts.run(context, () => app.fetch(request)),
};

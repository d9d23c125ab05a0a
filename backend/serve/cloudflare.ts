// The backend on Cloudflare Workers, over Upstash's REST. How it gets there is in backend/README.md.
import { ConfigError, readConfig } from "../config.ts";
import { Problem, problemAnswer } from "../problems.ts";
import { type AddressBudgets, createAddressBudgets } from "../rate-limit.ts";
import { createUpstashStore } from "../store/redis/upstash-store.ts";
import { assemble, secureRandom } from "./assemble.ts";
import { bundledScripts } from "./bundled-scripts.ts";
import { type Bytes, createGuestPage } from "./guest-page.ts";
import { acceptSocket, isStreamUpgrade } from "./worker-socket.ts";

type Env = Record<string, string | undefined> & { ASSETS: { fetch(url: URL): Promise<Response> } };
type Context = { waitUntil(promise: Promise<unknown>): void };

/** What a request may ask of others in all, on the plan that allows least. */
const fewestSubrequests = 50;
/** Of these, what is left for the ends of a stream. */
const spareSubrequests = 8;

/** The one thing that requests share here: it is memory alone. */
let budgets: AddressBudgets | undefined;

/**
 * All else is made anew for each request: a Worker forbids one request the sockets, streams and timers of another.
 * A stream has its own subscriptions, and its reader comes back by a new request before this one may ask no more.
 */
function serve(env: Env, ctx: Context) {
	const { store: at, rateLimits, createToken } = readConfig(env);
	if (at.kind !== "upstash") throw new ConfigError("UPSTASH_REDIS_REST_URL: needed here, in place of any other store.");
	budgets ??= createAddressBudgets({ now: Date.now, key: secureRandom(32) });
	let left = readSubrequests(env.SUBREQUESTS || String(fewestSubrequests)) - spareSubrequests;
	const store = createUpstashStore({
		...at,
		scripts: bundledScripts({ rateLimits }),
		asked: () => --left === 0 && ctx.waitUntil(assembled.streams.close()),
	});
	const assembled = assemble({
		...{ store, rateLimits, createToken, budgets },
		remoteAddress: (c) => c.req.header("cf-connecting-ip") ?? "",
		guestPage: createGuestPage({ read: (path) => readAsset(env, path) }),
		waitUntil: (promise) => ctx.waitUntil(promise),
	});
	return assembled;
}

function readSubrequests(text: string): number {
	if (/^\d{2,6}$/.test(text)) return Number(text);
	throw new ConfigError("SUBREQUESTS: how many your plan allows a request, at least 10.");
}

/** A file of the built guest page. Cloudflare presses it for who takes it. */
async function readAsset({ ASSETS }: Env, path: string): Promise<Bytes | null> {
	const answer = await ASSETS.fetch(new URL(path, "https://assets.invalid/"));
	return answer.status === 200 ? new Uint8Array(await answer.arrayBuffer()) : null;
}

export default {
	async fetch(request: Request, env: Env, ctx: Context): Promise<Response> {
		try {
			const { app, streams } = serve(env, ctx);
			return isStreamUpgrade(request) ? acceptSocket(streams, console.error) : await app.fetch(request);
		} catch (error) {
			if (!(error instanceof ConfigError)) throw error;
			console.error(error.message);
			const { status, headers, body } = problemAnswer(new Problem("internal"));
			return new Response(body, { status, headers });
		}
	},
};

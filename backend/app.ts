import { type Context, Hono } from "hono";
import { routePath } from "hono/route";
import { answerJson, commonHeaders } from "./answers.ts";
import { describeError, Problem, problemAnswer, problemOf } from "./problems.ts";
import { type AddressBudgets, createAddressBudgets } from "./rate-limit.ts";
import { serveAddress } from "./routes/address.ts";
import { serveInvites } from "./routes/invites.ts";
import { serveMembers } from "./routes/members.ts";
import { serveMessages } from "./routes/messages.ts";
import { serveReceipts } from "./routes/receipts.ts";
import { serveRooms } from "./routes/rooms.ts";
import { serveSignals } from "./routes/signals.ts";
import { type AnswerStream, serveStream } from "./routes/stream.ts";
import type { RoomStore } from "./store/room-store.ts";
import type { Streams } from "./stream/streams.ts";

export type AppParts = {
	store: RoomStore;
	streams: Streams;
	/** ms since the epoch. */
	now: () => number;
	/** As many random bytes as asked for. */
	random: (byteLength: number) => Uint8Array;
	/** One line. It never gets a message, a token, an address or a link. */
	log: (line: string) => void;
	/** Who asks, as far as the platform knows: the key of the budgets by address. */
	remoteAddress: (c: Context) => string;
	/** The budgets of addresses, where they outlive the app. By default the app has its own. */
	budgets?: AddressBudgets;
	/** False lifts the budgets of addresses; the store has a switch of its own for the others. */
	rateLimits?: boolean;
	/** When set, who creates a room must show it in the header `Create-Token`. */
	createToken?: string | undefined;
	/** How a stream is answered, where the platform has a faster way than a web stream. */
	answerStream?: AnswerStream | undefined;
	/** The page behind a link and its files; null when there is none at this path. */
	guestPage?: (path: string, acceptEncoding: string) => Promise<Response | null>;
};

const preflight = {
	...commonHeaders,
	"access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
	"access-control-allow-headers": "authorization, content-type, create-token",
	"access-control-max-age": "7200",
};

/** The backend as one Hono app: the contract of backend/README.md, on whatever store and platform. */
export function createApp(parts: AppParts): Hono {
	const { store, streams, now, random, log, remoteAddress, rateLimits = true, createToken, guestPage } = parts;
	const app = new Hono();

	app.options("*", () => new Response(null, { status: 204, headers: preflight }));

	const { budgets = createAddressBudgets({ now, key: random(32) }) } = parts;
	const count = (act: keyof AddressBudgets) => (c: Context) => rateLimits && budgets[act](remoteAddress(c));
	serveRooms(app, store, { createToken, countCreate: count("creates") });
	serveMembers(app, store);
	serveInvites(app, store);
	serveMessages(app, store);
	serveSignals(app, store);
	serveReceipts(app, store, { countReceipt: count("receipts") });
	serveStream(app, streams, parts.answerStream);
	serveAddress(app, "/healthz", {
		async GET() {
			await store.ping();
			return answerJson({ status: "ok", store: store.kind });
		},
	});

	if (guestPage !== undefined) {
		app.get("*", async (c, next) => {
			const response = await guestPage(c.req.path, c.req.header("accept-encoding") ?? "");
			return response ?? next();
		});
	}

	const answer = (problem: Problem) => {
		const { status, headers, body } = problemAnswer(problem);
		return new Response(body, { status, headers: { ...commonHeaders, ...headers } });
	};
	app.notFound(() => answer(new Problem("not-found")));
	app.onError((error, c) => {
		const problem = problemOf(error);
		// The store tells of its own failures.
		if (problem.code === "internal") log(`${c.req.method} ${routePath(c)} failed: ${describeError(error)}`);
		return answer(problem);
	});
	return app;
}

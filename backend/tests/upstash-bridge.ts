import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Redis } from "ioredis";
import { freePort } from "./redis-server.ts";

/** Upstash's REST in front of a real redis-server, as far as its client and ours speak it. */
export type UpstashBridge = {
	readonly url: string;
	readonly token: string;
	/** Ends every subscription, in mid-answer or as if it were complete, and says how many there were. */
	cut(how?: "broken" | "complete"): number;
	/** Subscriptions that are there stay open, and nothing comes on them any more. */
	deafen(): void;
	/** How many subscriptions are open. */
	subscriptions(): number;
	/** Is not there any more, or is there again at the same address. */
	stop(): Promise<void>;
	start(): Promise<void>;
	close(): Promise<void>;
};

type Reply = { result: unknown } | { error: string };

export async function startUpstashBridge(redisUrl: string): Promise<UpstashBridge> {
	const port = await freePort();
	const token = randomBytes(24).toString("base64url");
	const redis = connect(redisUrl);
	const open = new Map<ServerResponse, Redis>();

	async function run([name, ...args]: unknown[]): Promise<Reply> {
		try {
			return { result: await redis.call(String(name), ...args.map(String)) };
		} catch (error) {
			return { error: (error as Error).message };
		}
	}

	/** A transaction on a connection of its own: commands of others must not come in between. */
	async function runAll(commands: unknown[][]): Promise<Reply[]> {
		const transaction = redis.multi();
		for (const [name, ...args] of commands) transaction.call(String(name), ...args.map(String));
		const results = (await transaction.exec()) ?? [];
		return results.map(([error, result]) => (error ? { error: error.message } : { result }));
	}

	async function subscribe(channel: string, response: ServerResponse): Promise<void> {
		const subscription = connect(redisUrl);
		const early: string[] = [];
		let say = (line: string): void => void early.push(line);
		subscription.on("message", (_channel, text) => say(`data: message,${channel},${text}\n\n`));
		open.set(response, subscription);
		response.on("close", () => {
			open.delete(response);
			subscription.disconnect();
		});
		await subscription.subscribe(channel);
		response.writeHead(200, { "content-type": "text/event-stream" });
		say = (line) => response.write(line);
		for (const line of [`data: subscribe,${channel},1\n\n`, ...early]) say(line);
	}

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const encode = request.headers["upstash-encoding"] === "base64" ? toBase64 : (reply: Reply) => reply;
		function reply(status: number, body: unknown): void {
			response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
		}
		if (request.headers.authorization !== `Bearer ${token}`) {
			return reply(401, { error: "WRONGPASS invalid or missing auth token" });
		}
		const [, verb = "", channel = ""] = (request.url ?? "").split("/");
		if (verb === "subscribe") return subscribe(decodeURIComponent(channel), response);
		let body = "";
		for await (const chunk of request.setEncoding("utf8")) body += chunk;
		const asked = JSON.parse(body);
		if (verb === "pipeline") return reply(200, (await Promise.all(asked.map(run))).map(encode));
		if (verb === "multi-exec") return reply(200, (await runAll(asked)).map(encode));
		const result = await run(asked);
		reply("error" in result ? 400 : 200, encode(result));
	}

	const server = createServer((request, response) => {
		answer(request, response).catch(() => response.destroy());
	});

	async function start(): Promise<void> {
		server.listen(port, "127.0.0.1");
		await once(server, "listening");
	}

	async function stop(): Promise<void> {
		if (!server.listening) return;
		const closed = once(server, "close");
		server.close();
		server.closeAllConnections();
		await closed;
	}

	await start();
	return {
		...{ url: `http://127.0.0.1:${port}`, token, start, stop },
		cut(how = "broken") {
			const responses = [...open.keys()];
			for (const response of responses) how === "broken" ? response.destroy() : response.end();
			return responses.length;
		},
		deafen() {
			for (const subscription of open.values()) subscription.disconnect();
		},
		subscriptions: () => open.size,
		async close() {
			await stop();
			redis.disconnect();
		},
	};
}

/** Waits for its server as long as it takes: how long is the client's matter. */
function connect(url: string): Redis {
	const redis = new Redis(url, { protocol: 2, maxRetriesPerRequest: null });
	redis.on("error", () => {});
	return redis;
}

/** As Upstash does: every string but OK, also in arrays. */
function toBase64(reply: Reply): Reply {
	const encode = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(encode);
		return typeof value === "string" && value !== "OK" ? Buffer.from(value).toString("base64") : value;
	};
	return "error" in reply ? reply : { result: encode(reply.result) };
}

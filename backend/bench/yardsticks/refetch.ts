// The yardstick of list and refetch, the way this product was first described, written for this bench: a message is
// put into a list and emitted by the official `@upstash/realtime`, every client then fetches the whole list again. Its
// checks and housekeeping are commands of their own: 9 round trips a send, 2 a fetch. `node refetch.ts <port>`,
// Upstash's address in the environment.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { handle, Realtime } from "@upstash/realtime";
import { Redis } from "@upstash/redis";
import { nanoid } from "nanoid";
import * as z from "zod";

const [port] = process.argv.slice(2);
const { BRIDGE_URL, BRIDGE_TOKEN } = process.env;
if (!port || !BRIDGE_URL || !BRIDGE_TOKEN) throw new Error("usage: BRIDGE_URL=… BRIDGE_TOKEN=… refetch.ts <port>");

const redis = new Redis({ url: BRIDGE_URL, token: BRIDGE_TOKEN, enableTelemetry: false });
const message = z.object({
	...{ id: z.string(), sender: z.string(), text: z.string(), timestamp: z.number(), roomId: z.string() },
	token: z.optional(z.string()),
});
const schema = { chat: { message, destroy: z.object({ isDestroyed: z.literal(true) }) } };
const realtime = new Realtime({ schema, redis });
const stream = handle({ realtime });
type Message = z.output<typeof message>;

const ttlSeconds = 600;

async function authorize(roomId: string, token: string): Promise<void> {
	const connected = await redis.hget<string[]>(`meta:${roomId}`, "connected");
	if (!connected?.includes(token)) throw new Error("not a member");
}

async function create(roomId: string, tokens: string[]): Promise<void> {
	await redis.hset(`meta:${roomId}`, { connected: tokens, createdAt: Date.now() });
	await redis.expire(`meta:${roomId}`, ttlSeconds);
}

async function send(roomId: string, token: string, { sender, text }: Pick<Message, "sender" | "text">): Promise<void> {
	await authorize(roomId, token);
	if (!(await redis.exists(`meta:${roomId}`))) throw new Error("no such room");
	const sent = { id: nanoid(), sender, text, timestamp: Date.now(), roomId };
	await redis.rpush(`messages:${roomId}`, { ...sent, token });
	await realtime.channel(roomId).emit("chat.message", sent);
	const remaining = await redis.ttl(`meta:${roomId}`);
	await redis.expire(`messages:${roomId}`, remaining);
	await redis.expire(`history:${roomId}`, remaining);
	await redis.expire(roomId, remaining);
}

async function list(roomId: string, token: string): Promise<{ messages: Message[] }> {
	await authorize(roomId, token);
	const messages = await redis.lrange<Message>(`messages:${roomId}`, 0, -1);
	return {
		messages: messages.map(({ token: owner, ...rest }) => (owner === token ? { ...rest, token } : rest)),
	};
}

async function readJson(request: IncomingMessage) {
	let body = "";
	for await (const chunk of request.setEncoding("utf8")) body += chunk;
	return JSON.parse(body);
}

async function openStream(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const stop = new AbortController();
	request.on("close", () => stop.abort());
	const answer = await stream(new Request(url, { signal: stop.signal }));
	response.writeHead(200, Object.fromEntries(answer?.headers ?? []));
	for await (const chunk of answer?.body ?? []) response.write(chunk);
	response.end();
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const url = new URL(request.url ?? "", `http://127.0.0.1:${port}`);
	const roomId = url.searchParams.get("roomId") ?? "";
	const token = url.searchParams.get("token") ?? "";
	if (url.pathname === "/api/realtime") return openStream(url, request, response);
	let result: unknown = {};
	if (url.pathname === "/api/rooms") await create(roomId, await readJson(request));
	else if (request.method === "POST") await send(roomId, token, await readJson(request));
	else result = await list(roomId, token);
	response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
}

createServer((request, response) => {
	answer(request, response).catch((error: unknown) => {
		// A client that went away ends its stream in the middle.
		if (!response.headersSent) console.error(error);
		response.destroy();
	});
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));

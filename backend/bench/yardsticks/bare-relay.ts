// The yardstick: POST → PUBLISH → SSE with nothing else. No auth, no store, no order, no sealing: what a relay
// costs that promises nothing. Run as a process of its own: `node bare-relay.ts <port> <redis url>`.
import { createServer, type ServerResponse } from "node:http";
import { Redis } from "ioredis";

const [port, redisUrl] = process.argv.slice(2);
if (!port || !redisUrl) throw new Error("usage: bare-relay.ts <port> <redis url>");

const publisher = new Redis(redisUrl);
const subscriber = new Redis(redisUrl);
const streams = new Map<string, Set<ServerResponse>>();

subscriber.on("message", (channel: string, message: string) => {
	for (const stream of streams.get(channel) ?? []) stream.write(`data: ${message}\n\n`);
});

createServer(async (request, response) => {
	const channel = request.url?.slice(1) ?? "";
	if (request.method === "POST") {
		let body = "";
		for await (const chunk of request) body += chunk;
		await publisher.publish(channel, body);
		response.writeHead(204).end();
		return;
	}
	response.writeHead(200, { "content-type": "text/event-stream" });
	response.write(": hello\n\n");
	let open = streams.get(channel);
	if (!open) {
		open = new Set();
		streams.set(channel, open);
		await subscriber.subscribe(channel);
	}
	open.add(response);
	response.on("close", () => open.delete(response));
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));

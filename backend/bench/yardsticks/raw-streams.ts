// The yardstick of streams: what is published is encoded once and written to every stream of its channel, by
// `response.write` or by the `send` of ws, nothing else. `node raw-streams.ts <port> <redis url>`; a stream is a GET
// of /<channel>, a WebSocket where it asks for one.
import { createServer, type ServerResponse } from "node:http";
import { Redis } from "ioredis";
import { type WebSocket, WebSocketServer } from "ws";

const [port, redisUrl] = process.argv.slice(2);
if (!port || !redisUrl) throw new Error("usage: raw-streams.ts <port> <redis url>");

const subscriber = new Redis(redisUrl);
type Channel = { responses: Set<ServerResponse>; sockets: Set<WebSocket> };
const channels = new Map<string, Channel>();

subscriber.on("message", (name: string, message: string) => {
	const channel = channels.get(name);
	if (!channel) return;
	const event = Buffer.from(`data: ${message}\n\n`);
	for (const response of channel.responses) response.write(event);
	const frame = Buffer.from(message);
	for (const socket of channel.sockets) socket.send(frame, { binary: false });
});

async function channelOf(url = ""): Promise<Channel> {
	const name = url.slice(1);
	const known = channels.get(name);
	if (known) return known;
	const channel = { responses: new Set<ServerResponse>(), sockets: new Set<WebSocket>() };
	channels.set(name, channel);
	await subscriber.subscribe(name);
	return channel;
}

const server = createServer(async (request, response) => {
	const { responses } = await channelOf(request.url);
	responses.add(response);
	response.on("close", () => responses.delete(response));
	response.writeHead(200, { "content-type": "text/event-stream" });
	response.write(": hello\n\n");
});
new WebSocketServer({ server, perMessageDeflate: false }).on("connection", async (socket, request) => {
	const { sockets } = await channelOf(request.url);
	sockets.add(socket);
	socket.on("close", () => sockets.delete(socket));
	socket.send(": hello");
});
server.listen(Number(port), "127.0.0.1", () => console.log("ready"));

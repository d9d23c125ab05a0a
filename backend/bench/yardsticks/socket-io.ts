// The yardstick of what most would take: socket.io with connection state recovery, whose only adapter for Redis that
// keeps what a broken connection has missed is the one over streams. `node socket-io.ts <port> <redis url>`.
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { Redis } from "ioredis";
import { Server } from "socket.io";

const [port, redisUrl] = process.argv.slice(2);
if (!port || !redisUrl) throw new Error("usage: socket-io.ts <port> <redis url>");

const io = new Server({
	adapter: createAdapter(new Redis(redisUrl, { protocol: 2 })),
	connectionStateRecovery: {},
	serveClient: false,
});
io.on("connection", (socket) => {
	const { room } = socket.handshake.auth as { room: string };
	void socket.join(room);
	socket.on("message", (text: string, answer: () => void) => {
		io.to(room).emit("message", text);
		answer();
	});
});
io.listen(Number(port));
io.httpServer.on("listening", () => console.log("ready"));

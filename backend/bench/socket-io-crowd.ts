// The other members of a room of socket.io, as crowd.ts is for the rest: `node socket-io-crowd.ts <url> <room> <count>`.
import { io } from "socket.io-client";

const [url = "", room = "", count = ""] = process.argv.slice(2);
const sockets = Array.from({ length: Number(count) }, () =>
	io(url, { auth: { room }, transports: ["websocket"], forceNew: true }),
);
await Promise.all(sockets.map((socket) => new Promise<void>((connected) => socket.on("connect", () => connected()))));
for (const socket of sockets) socket.on("message", () => {});
console.log("ready");

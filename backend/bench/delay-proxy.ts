// Distance between a server and its Redis: `node delay-proxy.ts <port> <to port> <ms>` carries every byte so much
// later, each way, as many at once as come: a long wire, not a slow one.
import { connect, createServer, type Socket } from "node:net";

const [port, toPort, delay] = process.argv.slice(2).map(Number);
if (!port || !toPort || !delay) throw new Error("usage: delay-proxy.ts <port> <to port> <ms>");

function carry(from: Socket, to: Socket): void {
	from.setNoDelay(true);
	from.on("data", (chunk) => setTimeout(() => to.write(chunk), delay));
	from.on("close", () => setTimeout(() => to.destroy(), delay));
	// Its close follows.
	from.on("error", () => {});
}

createServer((near) => {
	const far = connect(toPort, "127.0.0.1");
	carry(near, far);
	carry(far, near);
}).listen(port, "127.0.0.1", () => console.log("ready"));

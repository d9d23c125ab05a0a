import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/**
 * As much of Redis 6 as is asked before the refusal: every command gets the same INFO.
 * @param mode as in `redis_mode`
 */
export async function startOldRedis(mode: "standalone" | "cluster"): Promise<{ url: string; close(): void }> {
	const info = `# Server\r\nredis_version:6.2.14\r\nredis_mode:${mode}\r\n`;
	const server = createServer((socket) => {
		socket.on("error", () => {});
		socket.on("data", (data) => {
			for (const _ of String(data).matchAll(/^\*/gm)) socket.write(`$${info.length}\r\n${info}\r\n`);
		});
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	return { url: `redis://127.0.0.1:${port}`, close: () => void server.close() };
}

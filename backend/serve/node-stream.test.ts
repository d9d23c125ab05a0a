import { connect } from "node:net";
import { expect, test, vi } from "vitest";
import { createMemoryStore } from "../store/memory.ts";
import { startServer } from "./server.ts";

test("a stream asked for before the answer ahead of it on its connection is written comes after that answer", async () => {
	let pong = () => {};
	const memory = createMemoryStore({ now: Date.now });
	const ping = () =>
		new Promise<void>((resolve) => {
			pong = resolve;
		});
	const attach = vi.fn(memory.attach);
	const server = await startServer({ store: { ...memory, ping, attach } });
	const { hostname, port } = new URL(server.url);
	const body = JSON.stringify({ rooms: [{ roomId: `r${"a".repeat(21)}`, token: "t".repeat(43) }] });
	const socket = connect(Number(port), hostname);
	let heard = "";
	socket.on("data", (chunk) => {
		heard += chunk;
	});
	const head = `POST /api/stream HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
	socket.write(`GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n${head}${body}`);
	await expect.poll(() => attach.mock.calls.length).toBe(1);
	expect(heard).toBe("");
	pong();
	// The room is not there: its error, then the last chunk of the stream.
	await expect.poll(() => heard.endsWith("\r\n0\r\n\r\n")).toBe(true);
	expect(heard).toMatch(/"status":"ok".*text\/event-stream.*\r\n: mayfly\n\n\r\n.*"room-not-found".*\n\n\r\n0/s);
	socket.destroy();
	await server.close();
	await memory.close();
});

test("a proxy that speaks HTTP/1.0, which knows no chunks, is sent the events and nothing around them", async () => {
	const server = await startServer({ store: createMemoryStore({ now: Date.now }) });
	const { hostname, port } = new URL(server.url);
	const body = JSON.stringify({ rooms: [{ roomId: `r${"a".repeat(21)}`, token: "t".repeat(43) }] });
	const socket = connect(Number(port), hostname);
	let heard = "";
	socket.on("data", (chunk) => {
		heard += chunk;
	});
	const ended = new Promise((resolve) => socket.on("end", resolve));
	const fields = `host: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
	socket.write(`POST /api/stream HTTP/1.0\r\n${fields}\r\n\r\n${body}`);
	await ended;
	const [head = "", events] = heard.split(/\r\n\r\n(.*)/s);
	expect(head).toMatch(/text\/event-stream/);
	expect(events).toMatch(/^: mayfly\n\ndata: \{[^\n]*"room-not-found"[^\n]*\}\n\n$/);
	socket.destroy();
	await server.close();
});

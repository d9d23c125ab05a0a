import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

/** The way to a server, with the faults of networks. */
export type BadNetwork = {
	/** Where clients find the server through it. */
	origin: string;
	/** Calls that came, "POST /api/rooms", with their bodies; a WebSocket is a "GET /api/stream" without one. */
	calls: { line: string; body: string }[];
	/** Breaks all connections; new ones are refused until `mend`. */
	cut(): void;
	mend(): void;
	/** Breaks the streams that are open, of either kind, and nothing else. */
	cutStreams(): void;
	/** Open streams go silent without a word, as behind a dead router. */
	stallStreams(): void;
	/** The next `count` calls of this kind reach the server, but their answers are lost. */
	loseAnswers(line: RegExp, count: number): void;
	/** Calls of this kind are answered like this, the server never hears of them; null for nobody. */
	answer(line: RegExp, status: number, type: string, body: string): void;
	streamCount(): number;
	close(): Promise<void>;
};

type Fault = { line: RegExp; left: number; answer: { status: number; type: string; body: string } | null };

export async function createBadNetwork(target: string): Promise<BadNetwork> {
	const { hostname, port } = new URL(target);
	const calls: BadNetwork["calls"] = [];
	let faults: Fault[] = [];
	let isCut = false;
	const streams = new Set<{ cut(): void; stalled: boolean }>();

	function faultOf(line: string): Fault | undefined {
		const fault = faults.find((candidate) => candidate.left > 0 && candidate.line.test(line));
		if (fault) fault.left--;
		return fault;
	}

	async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (isCut) return void request.socket.destroy();
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks);
		const line = `${request.method} ${request.url}`;
		calls.push({ line, body: body.toString() });
		const fault = faultOf(line);
		if (fault?.answer) {
			const { status, type, body: page } = fault.answer;
			response.writeHead(status, { "content-type": type }).end(page);
			return;
		}
		const upstream = openRequest({
			hostname,
			port,
			method: request.method,
			path: request.url,
			headers: request.headers,
		});
		upstream.on("error", () => request.socket.destroy());
		upstream.on("response", (answer) => {
			if (fault) {
				answer.resume().on("end", () => request.socket.destroy());
			} else if (answer.headers["content-type"]?.startsWith("text/event-stream")) {
				const stream = { cut: () => response.socket?.destroy(), stalled: false };
				streams.add(stream);
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.on("data", (chunk) => stream.stalled || response.write(chunk));
				answer.on("end", () => response.end());
				response.on("close", () => {
					streams.delete(stream);
					answer.destroy();
				});
			} else {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
			}
			answer.on("error", () => request.socket.destroy());
		});
		upstream.end(body);
	}

	/** A WebSocket is passed on as bytes, whatever they say. */
	function passSocket(request: IncomingMessage, near: Duplex, head: Buffer): void {
		near.on("error", () => near.destroy());
		const line = `${request.method} ${request.url}`;
		calls.push({ line, body: "" });
		const fault = faultOf(line);
		if (isCut || (fault && !fault.answer)) return void near.destroy();
		if (fault?.answer) {
			const { status, type, body: page } = fault.answer;
			near.end(`HTTP/1.1 ${status} X\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n${page}`);
			return;
		}
		const far = connect(Number(port), hostname);
		const stream = { cut: () => near.destroy(), stalled: false };
		streams.add(stream);
		const fields = request.rawHeaders.map((text, at) => (at % 2 ? `${text}\r\n` : `${text}: `));
		far.write(`${line} HTTP/1.1\r\n${fields.join("")}\r\n`);
		far.write(head);
		near.on("data", (chunk) => stream.stalled || far.write(chunk));
		far.on("data", (chunk) => stream.stalled || near.write(chunk));
		far.on("error", () => far.destroy());
		near.on("close", () => {
			streams.delete(stream);
			far.destroy();
		});
		far.on("close", () => near.destroy());
	}

	const server = createServer((request, response) => {
		pass(request, response).catch(() => request.socket.destroy());
	});
	server.on("upgrade", passSocket);
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));

	const cutStreams = () => {
		for (const stream of [...streams]) stream.cut();
	};

	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		cut() {
			isCut = true;
			server.closeAllConnections();
			cutStreams();
		},
		mend() {
			isCut = false;
			faults = [];
		},
		cutStreams,
		stallStreams() {
			for (const stream of streams) stream.stalled = true;
		},
		loseAnswers(line, count) {
			faults.push({ line, left: count, answer: null });
		},
		answer(line, status, type, body) {
			faults.push({ line, left: Number.POSITIVE_INFINITY, answer: { status, type, body } });
		},
		streamCount: () => streams.size,
		async close() {
			server.closeAllConnections();
			cutStreams();
			await new Promise((closed) => server.close(closed));
		},
	};
}

import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A frame of a stream, as its JSON says. */
export type Frame = Record<string, unknown> & { id?: string; event?: string; data?: Record<string, unknown> };
export type Answer = { status: number; type: string; body: string };

/** A server that lies to whoever comes to it by this way, and is the real one to all others. */
export type LyingServer = {
	origin: string;
	/** Calls that came, "POST /api/rooms", with their bodies. */
	calls: { line: string; body: string }[];
	/** What is told in place of each frame: nothing, another one, several. */
	tell(lie: (frame: Frame) => Frame[]): void;
	/** Told now, on all streams that are open. */
	say(...frames: Frame[]): void;
	/** What such a call is answered; the real server hears of none of them. */
	answer(line: RegExp, answer: () => Answer): void;
	close(): Promise<void>;
};

const write = (response: ServerResponse, frames: Frame[]) => {
	for (const frame of frames) response.write(`data: ${JSON.stringify(frame)}\n\n`);
};

/** It takes server-sent events alone: whoever is to be lied to streams by those. `target`: origin of the real server. */
export async function createLyingServer(target: string): Promise<LyingServer> {
	const { hostname, port } = new URL(target);
	const calls: LyingServer["calls"] = [];
	const answers: { line: RegExp; answer: () => Answer }[] = [];
	const streams = new Set<ServerResponse>();
	let lie = (frame: Frame): Frame[] => [frame];

	async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks);
		const line = `${request.method} ${request.url}`;
		calls.push({ line, body: body.toString() });
		const lied = answers.find((candidate) => candidate.line.test(line))?.answer();
		if (lied) return void response.writeHead(lied.status, { "content-type": lied.type }).end(lied.body);
		const { method, url: path, headers } = request;
		const upstream = openRequest({ hostname, port, method, path, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			if (answer.headers["content-type"]?.startsWith("text/event-stream")) follow(answer, response);
			else answer.pipe(response);
		});
		upstream.on("error", () => request.socket.destroy());
		upstream.end(body);
	}

	function follow(answer: IncomingMessage, response: ServerResponse): void {
		streams.add(response);
		let held = "";
		answer.setEncoding("utf8").on("data", (chunk: string) => {
			const blocks = (held + chunk).split("\n\n");
			held = blocks.pop() ?? "";
			for (const block of blocks) {
				if (block.startsWith("data: ")) write(response, lie(JSON.parse(block.slice("data: ".length))));
			}
		});
		answer.on("end", () => response.end());
		answer.on("error", () => response.end());
		response.on("close", () => {
			streams.delete(response);
			answer.destroy();
		});
	}

	const server = createServer((request, response) => {
		pass(request, response).catch(() => request.socket.destroy());
	});
	server.on("upgrade", (request) => request.socket.destroy());
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));

	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		tell(told) {
			lie = told;
		},
		say(...frames) {
			for (const response of streams) write(response, frames);
		},
		answer: (line, answer) => void answers.unshift({ line, answer }),
		async close() {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

import { once } from "node:events";
import { connect } from "node:net";

/** One connection that is kept, one request at a time, with as little between as can be: the server is measured, not this. */
export type RawConnection = {
	/** Sends a whole request; resolves to its answer, head and body. */
	ask(request: string): Promise<string>;
	close(): void;
};

export async function openConnection(server: string): Promise<RawConnection> {
	const { hostname, port } = new URL(server);
	const socket = connect({ port: Number(port), host: hostname, noDelay: true });
	await once(socket, "connect");
	let heard = "";
	let settle: { resolve(answer: string): void; reject(error: Error): void } | undefined;
	// Everything asked for here is ASCII: characters are bytes.
	socket.setEncoding("latin1").on("data", (chunk) => {
		heard += chunk;
		if (!isWhole(heard)) return;
		const answer = heard;
		heard = "";
		settle?.resolve(answer);
	});
	socket.on("error", (error) => settle?.reject(error));
	return {
		ask(request) {
			return new Promise((resolve, reject) => {
				settle = { resolve, reject };
				socket.write(request, "latin1");
			});
		},
		close: () => socket.destroy(),
	};
}

function isWhole(answer: string): boolean {
	const head = answer.indexOf("\r\n\r\n");
	if (head < 0) return false;
	const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head));
	if (length !== null) return answer.length >= head + 4 + Number(length[1]);
	return !/\r\ntransfer-encoding: chunked/i.test(answer.slice(0, head)) || answer.endsWith("\r\n0\r\n\r\n");
}

/** A POST with the headers a server needs and no more. */
export function postRequest(url: string, body: string, headers: Record<string, string> = {}): string {
	const { host, pathname } = new URL(url);
	const all = { host, "content-type": "application/json", "content-length": String(body.length), ...headers };
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	return `POST ${pathname} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}

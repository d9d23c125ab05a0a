import type { Way } from "./contenders/mayfly.ts";
import { type Member, streamBody } from "./member.ts";
import type { Server } from "./processes.ts";
import { postRequest } from "./raw-http.ts";
import type { LoadStream } from "./stream-load.ts";

const portOf = ({ url }: Server): number => Number(new URL(url).port);
const getRequest = (path: string, headers = ""): string => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${headers}\r\n`;
const upgrade =
	"connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: bWF5Zmx5bWF5Zmx5bWF5Zg==\r\n";

/** A member's stream as bytes for a bare socket. */
export function streamOf(server: Server, member: Member, way: Way, after?: string): LoadStream {
	const body = streamBody(member, after);
	const request =
		way === "ws"
			? getRequest("/api/stream", upgrade) + clientFrame(body)
			: postRequest(`${server.url}/api/stream`, body);
	return { port: portOf(server), request, opened: '"connected"' };
}

/** A stream of the raw yardstick. */
export function rawStream(server: Server, channel: string, way: Way): LoadStream {
	return { port: portOf(server), request: getRequest(`/${channel}`, way === "ws" ? upgrade : ""), opened: ": hello" };
}

/** A text frame as a client sends it (RFC 6455, 5.2), of 126 to 65,535 characters; a mask of zeros changes nothing. */
function clientFrame(text: string): string {
	const head = Buffer.alloc(8);
	head.writeUInt8(0x81, 0);
	head.writeUInt8(0x80 | 126, 1);
	head.writeUInt16BE(text.length, 2);
	return head.toString("latin1") + text;
}

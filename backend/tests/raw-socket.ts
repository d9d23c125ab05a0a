import { randomBytes } from "node:crypto";

/** What opens a WebSocket (RFC 6455, 4.1), `change` set over it; null leaves a field out. */
export function handshake(host: string, path = "/api/stream", change: Record<string, string | null> = {}): string {
	const fields = {
		host,
		connection: "Upgrade",
		upgrade: "websocket",
		"sec-websocket-version": "13",
		"sec-websocket-key": randomBytes(16).toString("base64"),
		...change,
	};
	const lines = Object.entries(fields).map(([name, value]) => (value === null ? "" : `${name}: ${value}\r\n`));
	return `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/** A whole text frame of a client (RFC 6455, 5.2), under the mask of zeros. */
export function textFrame(text: string): Buffer {
	const payload = Buffer.from(text);
	const head = Buffer.alloc(8);
	head.writeUInt8(0x81, 0);
	head.writeUInt8(0x80 | 126, 1);
	head.writeUInt16BE(payload.length, 2);
	return Buffer.concat([head, payload]);
}

import { randomBytes } from "node:crypto";
import { io } from "socket.io-client";
import { startMeasured } from "../processes.ts";
import { type Contender, sealedCharacters, timing } from "./contender.ts";

/** The same two people over socket.io, on WebSockets from the start. */
export async function socketIo(server: string, members: number): Promise<Contender> {
	const room = randomBytes(6).toString("base64url");
	const connect = () => io(server, { auth: { room }, transports: ["websocket"], forceNew: true });
	const [sender, reader] = [connect(), connect()];
	const { once, heard } = timing((text) => sender.emitWithAck("message", text));
	reader.on("message", heard);
	await Promise.all(
		[sender, reader].map((socket) => new Promise<void>((connected) => socket.on("connect", () => connected()))),
	);
	const crowd =
		members > 2 ? await startMeasured("bench/socket-io-crowd.ts", [server, room, String(members - 2)]) : null;
	return {
		once: (text) => once(text.padEnd(sealedCharacters, "x")),
		close() {
			sender.close();
			reader.close();
			crowd?.stop();
		},
	};
}

import { deriveRoomKeys } from "../../../extension/crypto/keys.ts";
import { parseLink } from "../../../extension/crypto/link.ts";
import { createLocalRooms, type LocalRooms } from "../../../extension/hub/local.ts";
import { createMemoryStorage } from "../../../extension/hub/memory-storage.ts";
import { createSseTransport } from "../../../extension/room/stream/sse.ts";
import { createWsTransport } from "../../../extension/room/stream/ws.ts";
import { systemTime as time } from "../../../extension/room/time.ts";
import { streamBody, takeSeat } from "../member.ts";
import { startMeasured } from "../processes.ts";
import { type Contender, timing } from "./contender.ts";

/** What a stream comes by: a WebSocket, which clients take where one opens, or server-sent events. */
export type Way = "ws" | "sse";

const transports = {
	ws: (server: string) => createWsTransport({ server, WebSocket, time }),
	sse: (server: string) => createSseTransport({ server, fetch, time }),
};

/** Mayfly as it is: outbox, sealing, the real server on Redis, stream, opening, checking, reducing. */
export async function mayfly(server: string, members: number, way: Way): Promise<Contender> {
	const shared = { builtInServer: () => server, fetch, WebSocket, transportTo: transports[way] };
	const open = () => createLocalRooms({ ...shared, storage: createMemoryStorage() });
	const [sender, reader] = [open(), open()];
	const started = await sender.do({ type: "start", ttlSeconds: 3600, capacity: 50 });
	if (!started.ok || !started.link || !started.roomId) throw new Error("no room");
	const { roomId } = started;
	await reader.do({ type: "invite", link: started.link });
	const joined = await reader.do({ type: "join", roomId, name: "Quiet Heron" });
	if (!joined.ok) throw new Error(`no seat: ${joined.code}`);
	const crowd = await startCrowd(server, started.link, members - 2, way);

	const { once, heard } = timing(async (text) => {
		const sent = await sender.do({ type: "send", roomId, text });
		if (!sent.ok) throw new Error(`not sent: ${sent.code}`);
	});
	reader.subscribe(() => heard(lastText(reader)));
	return {
		once,
		close() {
			sender.close();
			reader.close();
			crowd?.stop();
		},
	};
}

function lastText(rooms: LocalRooms): string {
	const room = rooms.getSnapshot().rooms[0];
	const last = room?.phase === "live" ? room.log.at(-1) : undefined;
	return last?.type === "message" ? last.text : "";
}

/** Members by the bare protocol: their profiles don't open, which costs the server nothing less. */
async function startCrowd(server: string, link: string, count: number, way: Way) {
	if (count <= 0) return null;
	const parsed = parseLink(link);
	if (!parsed) throw new Error("the link does not parse");
	const { accessKey } = await deriveRoomKeys(parsed);
	const url = `${way === "ws" ? server.replace(/^http/, "ws") : server}/api/stream`;
	const streams: string[] = [];
	for (let member = 0; member < count; member++) {
		const body = streamBody(await takeSeat(server, parsed.roomId, accessKey));
		streams.push(JSON.stringify({ url, body }));
	}
	return startMeasured("bench/crowd.ts", streams);
}

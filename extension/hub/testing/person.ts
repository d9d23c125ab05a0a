import { createSseTransport } from "../../room/stream/sse.ts";
import { createWsTransport } from "../../room/stream/ws.ts";
import { systemTime } from "../../room/time.ts";
import { createLocalRooms, type LocalRooms } from "../local.ts";
import { createMemoryStorage } from "../memory-storage.ts";
import type { Intent, LiveRoom, Outcome, RoomSnapshot, RoomsSnapshot } from "../rooms.ts";
import type { RoomStorage } from "../saved-rooms.ts";

/** Somebody with Mayfly: rooms in a browser of their own. */
export type Person = {
	/** The way by which they reach the server. */
	server: string;
	rooms: LocalRooms;
	storage: RoomStorage;
	/** Does it, and fails the test if it comes to nothing. */
	do(intent: Intent): Promise<Extract<Outcome, { ok: true }>>;
	/** Waits until the snapshot is so; at most 10 s, or as said. */
	until(isSo: (snapshot: RoomsSnapshot) => boolean, mostMs?: number): Promise<RoomsSnapshot>;
	room(roomId: string): RoomSnapshot | undefined;
	live(roomId: string): LiveRoom;
	/** Waits until these, and no other, messages are read in the room, in this order. */
	reads(roomId: string, texts: readonly string[]): Promise<void>;
	/** The worker is killed; another one wakes with the same storage, and the same options but these. */
	restart(change?: Partial<Parameters<typeof createLocalRooms>[0]>): Person;
};

type Place = {
	server: string;
	storage?: RoomStorage;
	/** By which way alone they stream; by default as the product does, by either. */
	transport?: "ws" | "sse" | undefined;
	options?: Partial<Parameters<typeof createLocalRooms>[0]>;
};

export const textsOf = (room: RoomSnapshot | undefined): string[] =>
	room?.phase === "live" ? room.log.flatMap((entry) => (entry.type === "message" ? [entry.text] : [])) : [];

const everybody: LocalRooms[] = [];

/** Stops everybody that was made. */
export function sendAllHome(): void {
	for (const rooms of everybody.splice(0)) rooms.close();
}

export function createPerson({ server, storage = createMemoryStorage(), transport, options = {} }: Place): Person {
	const time = options.time ?? systemTime;
	const transportTo = {
		ws: (to: string) => createWsTransport({ server: to, WebSocket, time }),
		sse: (to: string) => createSseTransport({ server: to, fetch, time }),
	};
	const rooms = createLocalRooms({
		...{ storage, builtInServer: () => server, fetch, WebSocket },
		...(transport && { transportTo: transportTo[transport] }),
		...options,
	});
	everybody.push(rooms);

	function until(isSo: (snapshot: RoomsSnapshot) => boolean, mostMs = 10_000): Promise<RoomsSnapshot> {
		return new Promise((resolve, reject) => {
			const look = () => {
				if (!isSo(rooms.getSnapshot())) return;
				clearTimeout(timer);
				unsubscribe();
				resolve(rooms.getSnapshot());
			};
			const unsubscribe = rooms.subscribe(look);
			const timer = setTimeout(() => {
				unsubscribe();
				reject(new Error(`it never came to be: ${isSo}\n${JSON.stringify(rooms.getSnapshot(), null, 1)}`));
			}, mostMs);
			look();
		});
	}

	const room = (roomId: string) => rooms.getSnapshot().rooms.find((candidate) => candidate.roomId === roomId);

	return {
		server,
		rooms,
		storage,
		until,
		room,
		async do(intent) {
			const outcome = await rooms.do(intent);
			if (!outcome.ok) throw new Error(`${intent.type} failed: ${outcome.code}`);
			return outcome;
		},
		live(roomId) {
			const found = room(roomId);
			if (found?.phase !== "live") throw new Error(`not live: ${JSON.stringify(found)}`);
			return found;
		},
		async reads(roomId, texts) {
			await until(() => {
				const found = room(roomId);
				return (
					JSON.stringify(textsOf(found)) === JSON.stringify(texts) &&
					found?.phase === "live" &&
					found.unsent.length === 0
				);
			});
		},
		restart(change) {
			rooms.close();
			return createPerson({ server, storage, transport, options: { ...options, ...change } });
		},
	};
}

/** Two people in a room of the first one's, both caught up and in sight of each other. */
export async function meet(
	first: Person,
	second: Person,
	{ ttlSeconds = 600, capacity = 2 } = {},
): Promise<{ roomId: string; link: string }> {
	const { roomId = "", link = "" } = await first.do({ type: "start", ttlSeconds, capacity, name: "Ann" });
	// Each comes by a way of their own.
	await second.do({ type: "invite", link: link.replace(first.server, second.server) });
	await second.do({ type: "join", roomId, name: "Ben" });
	const isMet = (person: Person) => () => {
		const found = person.room(roomId);
		return found?.phase === "live" && found.caughtUp && found.people.filter(({ online }) => online).length === 2;
	};
	await first.until(isMet(first));
	await second.until(isMet(second));
	return { roomId, link };
}

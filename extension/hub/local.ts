import { deriveRoomKeys } from "../crypto/keys.ts";
import { formatLink, type Link, newLink, parseLink } from "../crypto/link.ts";
import { cleanName } from "../crypto/profile-name.ts";
import { newMessageId, type Random, randomBelow, secureRandom } from "../crypto/random.ts";
import { createApi } from "../room/api.ts";
import { ApiError, isPassing } from "../room/api-error.ts";
import { randomPersonName, roomName } from "../room/names.ts";
import type { Room } from "../room/room.ts";
import { createSseTransport } from "../room/stream/sse.ts";
import type { Transport } from "../room/stream/transport.ts";
import { cryptoSupport } from "../room/support.ts";
import { systemTime, type Time } from "../room/time.ts";
import { createConnections } from "./connections.ts";
import { enterAsGuest, enterAsStarter, makeSeat } from "./entering.ts";
import { gather } from "./gather.ts";
import { createHeldRooms } from "./held-rooms.ts";
import type { FailureCode, Intent, Outcome, Rooms, RoomsSnapshot } from "./rooms.ts";
import {
	createSavedRooms,
	nothingLeft,
	type RoomStorage,
	type SavedInvite,
	type SavedLive,
	StorageFullError,
} from "./saved-rooms.ts";

/**
 * The rooms of this context, and what whoever keeps it alive needs to know. Its snapshots have one `open` for all;
 * where every window has its own, `createPanels` lays that over it and lets no `open` intent through.
 */
export type LocalRooms = Rooms & {
	/** The rooms that were kept are back. Rejects when the storage can't be read. */
	ready: Promise<void>;
	/** A stream is needed: keep this context alive. */
	hasLiveRooms(): boolean;
	/** Unread messages of all rooms. */
	unreadCount(): number;
	/** After sleep, or when the network is back. */
	wake(): void;
	/** The page goes away and is not kept: gives every seat back without waiting for an answer. */
	leaveWithPage(): void;
	/** Stops everything; the rooms stay in storage. */
	close(): void;
};

/** An intent that came to nothing. */
class Failure extends Error {
	override readonly name = "Failure";
	readonly code: FailureCode;

	constructor(code: FailureCode) {
		super(code);
		this.code = code;
	}
}

/** @param options `builtInServer`: origin of the server that rooms are made on unless an intent names another */
export function createLocalRooms(options: {
	storage: RoomStorage;
	builtInServer(): string;
	fetch: typeof globalThis.fetch;
	time?: Time;
	random?: Random;
	transportTo?(server: string): Transport;
	support?: typeof cryptoSupport;
}): LocalRooms {
	const { storage, builtInServer, fetch } = options;
	const { time = systemTime, random = secureRandom, support = cryptoSupport } = options;
	const { transportTo = (server: string) => createSseTransport({ server, fetch, time }) } = options;
	const jitter = () => randomBelow(65_536, random) / 65_536;
	const isForeign = (server: string) => server !== originOf(builtInServer());
	const savedRooms = createSavedRooms(storage);
	const connections = createConnections({ transportTo, time, jitter });
	const changes = gather(time, publish);
	const held = createHeldRooms({ fetch, connections, isForeign, time, random, jitter, changed: changes.soon });
	const listeners = new Set<() => void>();
	const joining = new Map<string, Promise<Outcome>>();
	let open: string | null = null;
	let isReady = false;
	let snapshot: RoomsSnapshot = { ready: false, rooms: [], open: null };

	function publish(): void {
		const rooms = held.snapshots();
		const isSame = rooms.length === snapshot.rooms.length && rooms.every((room, at) => room === snapshot.rooms[at]);
		if (isSame && snapshot.open === open && snapshot.ready === isReady) return;
		snapshot = { ready: isReady, rooms: isSame ? snapshot.rooms : rooms, open };
		for (const listener of [...listeners]) listener();
	}

	const ready = restore();
	// Whoever acts hears of it; nobody has to ask.
	ready.catch(() => {});

	async function restore(): Promise<void> {
		for (const { room: saved, ...left } of await savedRooms.load()) {
			const shelf = savedRooms.shelf(saved.roomId);
			if (saved.phase !== "live") held.hold(saved, shelf);
			else await held.takeUp(saved, shelf, left, await deriveRoomKeys(linkOf(saved.link)));
		}
		isReady = true;
		changes.now();
	}

	async function checkSupport(): Promise<void> {
		const supported = await support();
		if (supported !== "ok") throw new Failure(supported);
	}

	function show(roomId: string | null): void {
		open = roomId;
		changes.soon();
	}

	async function start(intent: Extract<Intent, { type: "start" }>): Promise<Outcome> {
		const server = originOf(intent.server ?? builtInServer());
		if (server === null) throw new Failure("bad-link");
		await checkSupport();
		const link = newLink(server, random);
		const { roomId } = link;
		const keys = await deriveRoomKeys(link);
		const seat = await makeSeat(keys, roomId, chooseName(intent.name, randomPersonName(random)), random);
		const api = createApi({ server, fetch, time });
		const entered = await enterAsStarter({ api, roomId, keys, seat, time, jitter }, intent);
		const saved: SavedLive = {
			phase: "live",
			...commonOf(link, roomName(keys.nameBytes)),
			link: formatLink(link),
			seat,
			...entered,
		};
		const shelf = savedRooms.shelf(roomId);
		try {
			await shelf.room(saved);
		} catch (error) {
			// Nobody knows its link: it runs out by itself if the server does not hear this.
			api.destroyRoom({ roomId, token: seat.identity.token }).catch(() => {});
			throw error;
		}
		await held.takeUp(saved, shelf, nothingLeft, keys);
		show(roomId);
		return { ok: true, roomId, link: saved.link };
	}

	const commonOf = ({ roomId, server }: Link, name: string) => ({ roomId, server, name, order: held.nextOrder() });

	async function invite(text: string): Promise<Outcome> {
		const link = parseLink(text);
		if (link === null) throw new Failure("bad-link");
		const { roomId } = link;
		const known = held.get(roomId)?.saved;
		if (known && known.phase !== "ended") {
			// The same room by another secret is another room that nobody is in.
			if (known.link !== formatLink(link)) throw new Failure("bad-link");
		} else if (known?.phase !== "ended" || (known.reason !== "destroyed" && known.reason !== "expired")) {
			await checkSupport();
			const { nameBytes } = await deriveRoomKeys(link);
			const saved: SavedInvite = {
				phase: "invited",
				...commonOf(link, roomName(nameBytes)),
				link: formatLink(link),
				suggestedName: randomPersonName(random),
				seat: null,
			};
			if (known) await held.forget(roomId);
			const shelf = savedRooms.shelf(roomId);
			await shelf.room(saved);
			held.hold(saved, shelf);
		}
		show(roomId);
		return { ok: true, roomId };
	}

	/** Asked twice at once (two panels, a panel that lost its port), it is one join. */
	function join(roomId: string, name: string): Promise<Outcome> {
		const running = joining.get(roomId) ?? joinOnce(roomId, name).finally(() => joining.delete(roomId));
		joining.set(roomId, running);
		return running;
	}

	async function joinOnce(roomId: string, name: string): Promise<Outcome> {
		const entry = held.get(roomId);
		if (!entry) throw new Failure("room-not-found");
		const { saved } = entry;
		if (saved.phase === "live") return { ok: true, roomId };
		const again = saved.phase === "ended" ? saved.again : saved;
		if (!again) throw new Failure("room-not-found");
		await checkSupport();
		const link = linkOf(again.link);
		const keys = await deriveRoomKeys(link);
		const offered = saved.phase === "invited" ? saved.suggestedName : randomPersonName(random);
		// Kept from a try whose end is unknown, and then with the name it had: it may have come in.
		const seat = again.seat ?? (await makeSeat(keys, roomId, chooseName(name, offered), random));
		if (saved.phase === "invited" && !saved.seat) await keepSeat({ ...saved, seat });
		const api = createApi({ server: saved.server, fetch, time });
		const entered = await enterAsGuest({ api, roomId, keys, seat, time, jitter }).catch(async (error: unknown) => {
			const isRefused = error instanceof ApiError && !isPassing(error);
			if (saved.phase === "invited" && isRefused) await keepSeat({ ...saved, seat: null });
			throw error;
		});
		const { name: room, server, order } = saved;
		const live: SavedLive = { phase: "live", roomId, name: room, server, order, link: again.link, seat, ...entered };
		const shelf = savedRooms.shelf(roomId);
		await shelf.room(live);
		await held.takeUp(live, shelf, nothingLeft, keys);
		return { ok: true, roomId };

		async function keepSeat(invited: SavedInvite): Promise<void> {
			await entry?.shelf.room(invited);
			if (entry) entry.saved = invited;
		}
	}

	function liveRoom(roomId: string): Room {
		const room = held.get(roomId)?.room;
		if (!room) throw new Failure("room-not-found");
		return room;
	}

	/** Done when it is over already, however it ended. */
	async function endRoom(roomId: string, end: (room: Room) => Promise<void>): Promise<void> {
		const room = held.get(roomId)?.room;
		if (room) await end(room);
	}

	async function act(intent: Intent): Promise<Outcome> {
		switch (intent.type) {
			case "start":
				return start(intent);
			case "invite":
				return invite(intent.link);
			case "join":
				return join(intent.roomId, intent.name);
			case "send":
				await liveRoom(intent.roomId).send({ id: intent.id ?? newMessageId(random), text: intent.text });
				break;
			case "retry":
				liveRoom(intent.roomId).retry(intent.id);
				break;
			case "discard":
				liveRoom(intent.roomId).discard(intent.id);
				break;
			case "draft":
				await liveRoom(intent.roomId).draft(intent.text);
				break;
			case "read":
				await liveRoom(intent.roomId).read(intent.cursor);
				break;
			case "extend":
				await liveRoom(intent.roomId).extend(intent.addSeconds);
				break;
			case "leave":
				await endRoom(intent.roomId, (room) => room.leave());
				break;
			case "destroy":
				await endRoom(intent.roomId, (room) => room.destroy());
				break;
			case "dismiss":
				await dismiss(intent.roomId);
				break;
			case "open":
				show(intent.roomId);
				break;
			case "reconnect":
				connections.reconnect();
				wakeRooms();
				break;
		}
		return { ok: true };
	}

	async function dismiss(roomId: string): Promise<void> {
		if (held.get(roomId)?.room) throw new Failure("not-allowed");
		await held.forget(roomId);
		if (open === roomId) show(null);
	}

	function wakeRooms(): void {
		for (const { room } of held.all()) room?.wake();
	}

	return {
		ready,
		getSnapshot: () => snapshot,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async do(intent) {
			try {
				await ready;
				return await act(intent);
			} catch (error) {
				return { ok: false, code: failureOf(error) };
			} finally {
				// The outcome must not overtake the snapshot it speaks of.
				changes.now();
			}
		},
		hasLiveRooms: () => held.all().some(({ saved }) => saved.phase === "live"),
		unreadCount: () => snapshot.rooms.reduce((sum, room) => sum + (room.phase === "live" ? room.unreadCount : 0), 0),
		wake() {
			connections.wake();
			wakeRooms();
		},
		leaveWithPage() {
			for (const { room } of held.all()) room?.leaveWithPage();
		},
		close() {
			for (const { room } of held.all()) room?.close();
			connections.close();
		},
	};
}

function originOf(server: string): string | null {
	return URL.canParse(server) && /^https?:/.test(server) ? new URL(server).origin : null;
}

/** The name a person gave, or the one offered when they gave none. */
function chooseName(given: string | undefined, offered: string): string {
	if (given === undefined || given.trim() === "") return offered;
	const name = cleanName(given);
	if (name === null) throw new Failure("invalid-field");
	return name;
}

/** Reads a link that was written by {@link formatLink}. */
function linkOf(text: string): Link {
	const link = parseLink(text);
	if (link === null) throw new Failure("bad-link");
	return link;
}

function failureOf(error: unknown): FailureCode {
	if (error instanceof Failure || error instanceof ApiError) return error.code;
	if (error instanceof StorageFullError) return "storage-full";
	// A mistake of ours: the person hears that it failed, whoever mends it sees where.
	console.error(error);
	return "internal";
}

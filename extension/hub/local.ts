import { decodeBase64url, encodeBase64url } from "../crypto/base64url.ts";
import type { Bytes } from "../crypto/bytes.ts";
import { deriveRoomKeys } from "../crypto/keys.ts";
import { newMessageId, type Random, randomBelow, secureRandom } from "../crypto/random.ts";
import type { Caller } from "../room/api.ts";
import { inviteLink } from "../room/invites.ts";
import { contentOf } from "../room/payload.ts";
import type { Room } from "../room/room.ts";
import type { Transport } from "../room/stream/transport.ts";
import { cryptoSupport } from "../room/support.ts";
import type { Shows } from "../room/telling.ts";
import { systemTime, type Time } from "../room/time.ts";
import { askBeforeEnd } from "./ask-before-end.ts";
import { createConnections } from "./connections.ts";
import { createEntrance, linkOf, originOf } from "./entrance.ts";
import { Failure, failureOf } from "./failure.ts";
import { gather } from "./gather.ts";
import { createHeldRooms } from "./held-rooms.ts";
import type { FormerSeat, Intent, Outcome, Rooms, RoomsSnapshot } from "./rooms.ts";
import { createSavedRooms, type RoomStorage } from "./saved-rooms.ts";

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
	/** The seats there are, and the tokens that give them back. */
	seats(): Caller[];
	/** What of the seat in a room another one of the same person can use; null when there is none. */
	seatFor(roomId: string): FormerSeat | null;
	/** The page goes away and is not kept: gives every seat back without waiting for an answer. */
	leaveWithPage(): void;
	/** Stops everything; the rooms stay in storage. */
	close(): void;
};

/**
 * @param options `builtInServer`: origin of the server that rooms are made on unless an intent names another; `shows`:
 * what others may see of what is done here, everything by default
 */
export function createLocalRooms(options: {
	storage: RoomStorage;
	builtInServer(): string;
	fetch: typeof globalThis.fetch;
	WebSocket: typeof globalThis.WebSocket;
	time?: Time;
	random?: Random;
	/** How a server streams; by WebSocket or server-sent events, as it goes, where nothing else is said. */
	transportTo?(server: string): Transport;
	support?: typeof cryptoSupport;
	shows?(): Shows;
}): LocalRooms {
	const { storage, builtInServer, fetch, WebSocket } = options;
	const { time = systemTime, random = secureRandom, support = cryptoSupport } = options;
	const { transportTo, shows = () => ({ writing: true, seen: true }) } = options;
	const jitter = () => randomBelow(65_536, random) / 65_536;
	const isForeign = (server: string) => server !== originOf(builtInServer());
	const savedRooms = createSavedRooms(storage);
	const connections = createConnections();
	const changes = gather(time, publish);
	const held = createHeldRooms({
		fetch,
		WebSocket,
		transportTo,
		connections,
		isForeign,
		time,
		random,
		jitter,
		shows,
		changed: changes.soon,
	});
	const listeners = new Set<() => void>();
	const entrance = createEntrance({ held, savedRooms, builtInServer, support, fetch, time, random, jitter });
	let open: string | null = null;
	let isReady = false;
	let timesLeftAll = 0;
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
		const loaded = (await savedRooms.load()).map(async ({ room, ...left }) => ({
			saved: room.phase === "live" ? await askBeforeEnd(room, { fetch, time }) : room,
			left,
		}));
		for (const { saved, left } of await Promise.all(loaded)) {
			const shelf = savedRooms.shelf(saved.roomId);
			if (saved.phase !== "live") held.hold(saved, shelf);
			else await held.takeUp(saved, shelf, left, await deriveRoomKeys(linkOf(saved.link)));
		}
		isReady = true;
		changes.now();
	}

	function show(roomId: string | null): void {
		open = roomId;
		changes.soon();
	}

	function liveRoom(roomId: string): Room {
		const room = held.get(roomId)?.room;
		if (!room) throw new Failure("room-not-found");
		return room;
	}

	async function makeInvite(roomId: string): Promise<string> {
		const invite = await liveRoom(roomId).invite();
		const saved = held.get(roomId)?.saved;
		if (saved?.phase !== "live") throw new Failure("room-not-found");
		return inviteLink(saved.link, invite);
	}

	/** Done when it is over already, however it ended. */
	async function endRoom(roomId: string, end: (room: Room) => Promise<void>): Promise<void> {
		const room = held.get(roomId)?.room;
		if (room) await end(room);
	}

	/** Its server hears of it if it can; else the seat's lease ends by itself. */
	async function leaveAtOnce(roomId: string): Promise<void> {
		held.get(roomId)?.room?.leaveAtOnce();
		await held.forget(roomId);
	}

	/** Who was on the way into a room when all were left comes in too late. */
	async function comeIn<Entered extends { roomId: string }>(enter: () => Promise<Entered>): Promise<Entered> {
		const before = timesLeftAll;
		const entered = await enter();
		if (before === timesLeftAll) return entered;
		await leaveAtOnce(entered.roomId);
		throw new Failure("room-not-found");
	}

	async function act(intent: Intent): Promise<Outcome> {
		switch (intent.type) {
			case "start": {
				const started = await comeIn(() => entrance.start(intent));
				show(started.roomId);
				return { ok: true, ...started };
			}
			case "invite": {
				const invited = await comeIn(() => entrance.invite(intent.link));
				show(invited.roomId);
				return { ok: true, ...invited };
			}
			case "join":
				await comeIn(async () => {
					await entrance.join(intent.roomId, intent.name, intent.former);
					return intent;
				});
				return { ok: true, roomId: intent.roomId };
			case "send":
				await liveRoom(intent.roomId).send({ id: intent.id ?? newMessageId(random), ...contentOf(intent) });
				break;
			case "send-file": {
				const { roomId, id = newMessageId(random), text, replyTo, goesAfter, once, mentions, file } = intent;
				const bytes = decodeBase64url(intent.bytes);
				if (bytes === null) throw new Failure("invalid-field");
				await liveRoom(roomId).sendFile({ id, text, replyTo, goesAfter, once, mentions, file, bytes });
				break;
			}
			case "read-file":
				return fileOutcome(await liveRoom(intent.roomId).readFile(intent.id));
			case "view-once":
				return fileOutcome(await liveRoom(intent.roomId).viewOnce(intent.id));
			case "act":
				await liveRoom(intent.roomId).act({ id: intent.id ?? newMessageId(random), act: intent.act });
				break;
			case "retry":
				liveRoom(intent.roomId).retry(intent.id);
				break;
			case "discard":
				liveRoom(intent.roomId).discard(intent.id);
				break;
			case "draft": {
				const { text, page, replyTo, edit } = intent;
				await liveRoom(intent.roomId).draft({ text, page, replyTo, edit });
				break;
			}
			case "read":
				await liveRoom(intent.roomId).read(intent.cursor);
				break;
			case "write":
				liveRoom(intent.roomId).write(intent.isWriting);
				break;
			case "compare":
				await liveRoom(intent.roomId).compare(intent.memberIds, intent.matches);
				break;
			case "extend":
				await liveRoom(intent.roomId).extend(intent.addSeconds);
				break;
			case "lock":
				await liveRoom(intent.roomId).lock(intent.locked);
				break;
			case "remove":
				await liveRoom(intent.roomId).remove(intent.memberId);
				break;
			case "make-invite":
				return { ok: true, link: await makeInvite(intent.roomId) };
			case "withdraw-invite":
				await liveRoom(intent.roomId).withdraw(intent.id);
				break;
			case "knock":
				await entrance.knock(intent.roomId, intent.name);
				break;
			case "answer-knock":
				await liveRoom(intent.roomId).answerKnock(intent.id, intent.letIn);
				break;
			case "hand-over":
				await liveRoom(intent.roomId).appoint(intent.memberId);
				break;
			case "leave":
				await endRoom(intent.roomId, (room) => room.leave(intent.invite));
				break;
			case "leave-all":
				timesLeftAll++;
				show(null);
				await Promise.all(held.all().map(({ saved }) => leaveAtOnce(saved.roomId)));
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
			case "errand-done":
				// Errands are a window's own: see errands.ts.
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
		seats: () =>
			held
				.all()
				.flatMap(({ saved }) =>
					saved.phase === "live" ? { roomId: saved.roomId, token: saved.seat.identity.token } : [],
				),
		seatFor(roomId) {
			const room = held.get(roomId)?.room;
			const state = room?.getState();
			return room && state?.phase === "live" ? { formerKeys: room.readingKeys(), readCursor: state.readCursor } : null;
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

function fileOutcome(bytes: Bytes | null): Outcome {
	if (bytes === null) throw new Failure("not-found");
	return { ok: true, bytes: encodeBase64url(bytes) };
}

import { hashKey } from "../../backend/auth.ts";
import { encodeBase64url } from "../crypto/base64url.ts";
import { deriveRoomKeys } from "../crypto/keys.ts";
import { linkOf } from "../hub/entrance.ts";
import { createLocalRooms, type LocalRooms } from "../hub/local.ts";
import { createMemoryStorage } from "../hub/memory-storage.ts";
import type { Intent, Outcome, RoomSnapshot } from "../hub/rooms.ts";
import type { RoomStorage, SavedLive, SavedRoom } from "../hub/saved-rooms.ts";
import { createHurriedTime } from "./faults/hurried-time.ts";
import type { Recorder, Shown } from "./history.ts";
import type { Act, TransportKind } from "./plan.ts";
import { isSameLine, shownOf, viewOf } from "./screen.ts";
import type { Draw } from "./seed.ts";
import { openTransport, watchFetch } from "./watching.ts";

const picture = { type: "image/webp", width: 30, height: 20 } as const;

/** Somebody with a browser: a storage, and one background worker after the other. */
export type ChaosPerson = {
	readonly who: number;
	/**
	 * Does it and writes down how it went; again by the next worker if one is killed meanwhile. Resolves to the outcome.
	 * `link`: the room's, or one for one person where it is about an invite; `memberId`: to whom it is done.
	 */
	act(act: Act, link: string, memberId?: string): Promise<Outcome>;
	killWorker(): void;
	sleep(): void;
	reconnect(): void;
	/** The room as it is shown; undefined when it is not here. */
	room(): RoomSnapshot | undefined;
	/** What the storage holds of the room. */
	saved(): Promise<SavedLive | null>;
	storageKeys(): Promise<string[]>;
	/** Also keys on their way to others, and the bytes of files, which no screen shows. */
	hasUnsent(): Promise<boolean>;
	/** All that nobody else may know. */
	secrets(): Promise<string[]>;
	close(): void;
};

/** What an act is about: an invite by its hash, a place in the log. */
type About = { invite?: string; cursor?: string };

type Life = { rooms: LocalRooms; abort: AbortController; died: Promise<"died"> };

export function createChaosPerson(options: {
	who: number;
	name: string;
	server: string;
	clockOffMs: number;
	transport: TransportKind;
	draw: Draw;
	recorder: Recorder;
}): ChaosPerson {
	const { who, name, server, transport, draw, recorder } = options;
	const { record } = recorder;
	const time = createHurriedTime(options.clockOffMs);
	const storage = createMemoryStorage();
	let lives = 0;
	let shownBefore: Shown[] = [];
	let viewBefore = "";
	let life = wake();

	function wake(): Life {
		const number = ++lives;
		const abort = new AbortController();
		const { signal } = abort;
		const fetch = watchFetch({ who, recorder, signal });
		const rooms = createLocalRooms({
			storage: mortal(storage, signal),
			builtInServer: () => server,
			...{ fetch, WebSocket, time, random: draw.bytes },
			transportTo: (origin) => openTransport(transport, { server: origin, fetch, time, who, recorder }),
		});
		const look = () => {
			if (!signal.aborted) see(rooms, number);
		};
		rooms.subscribe(look);
		rooms.ready.then(() => {
			if (signal.aborted) return;
			look();
			record({ type: "woke", who, life: number });
		});
		const died = new Promise<"died">((resolve) => signal.addEventListener("abort", () => resolve("died")));
		return { rooms, abort, died };
	}

	function see(rooms: LocalRooms, number: number): void {
		const [room] = rooms.getSnapshot().rooms;
		const shown = room?.phase === "live" ? room.log.flatMap(shownOf) : [];
		let kept = 0;
		while (kept < shown.length && isSameLine(shown[kept], shownBefore[kept])) kept++;
		const view = viewOf(room);
		const viewNow = JSON.stringify([view, number]);
		if (viewNow === viewBefore && kept === shown.length && kept === shownBefore.length) return;
		shownBefore = shown;
		viewBefore = viewNow;
		record({ type: "view", who, life: number, kept, shown: shown.slice(kept), view });
	}

	async function act(asked: Act, link: string, memberId = ""): Promise<Outcome> {
		const about = aboutWhat(asked, link);
		if (about === null) return { ok: true };
		for (;;) {
			const op = recorder.next();
			const { rooms, died } = life;
			record({ type: "invoke", op, who, act: asked, ...about });
			const outcome = await Promise.race([run(rooms, asked, { link, memberId, ...about }), died]);
			if (outcome === "died") {
				record({ type: "unknown", op });
				// A draft is typed on, not repeated.
				if (asked.type === "draft") return { ok: true };
				await life.rooms.ready;
			} else {
				record(outcome.ok ? { type: "ok", op, ...made(asked, outcome) } : { type: "failed", op, code: outcome.code });
				return outcome;
			}
		}
	}

	/** The invite or the place that it is about; null: there is nothing here to do it to. */
	function aboutWhat(asked: Act, link: string): About | null {
		const [room] = life.rooms.getSnapshot().rooms;
		const { knocks, log } = room?.phase === "live" ? room : { knocks: [], log: [] };
		switch (asked.type) {
			case "join":
			case "withdraw-invite": {
				const invite = inviteOf(link);
				return invite === undefined ? {} : { invite };
			}
			case "answer-knock":
				return knocks[0] === undefined ? null : { invite: knocks[0].id };
			case "read": {
				const cursor = log.at(-1 - asked.butFor)?.cursor;
				return cursor === undefined ? null : { cursor };
			}
			default:
				return {};
		}
	}

	async function run(
		rooms: LocalRooms,
		asked: Act,
		{ link, memberId, invite = "", cursor = "" }: About & { link: string; memberId: string },
	): Promise<Outcome> {
		if (asked.type === "start") return rooms.do({ type: "start", ttlSeconds: 600, capacity: asked.capacity, name });
		const { roomId } = linkOf(link);
		switch (asked.type) {
			case "send-file": {
				const file = asked.once ? { name: "picture", picture } : { name: "file" };
				const bytes = encodeBase64url(new Uint8Array(asked.bytes).fill(who + 1));
				return rooms.do({ ...asked, roomId, file, bytes });
			}
			case "join":
			case "knock": {
				// By one's own way to the servers, not by that of who invites.
				const invited = await rooms.do({ type: "invite", link: link.replace(new URL(link).origin, server) });
				return invited.ok ? rooms.do({ type: asked.type, roomId, name }) : invited;
			}
			case "make-invite":
				return rooms.do({ type: "make-invite", roomId });
			case "withdraw-invite":
				return rooms.do({ type: "withdraw-invite", roomId, id: invite });
			case "answer-knock":
				return rooms.do({ ...asked, roomId, id: invite });
			case "read":
				return rooms.do({ type: "read", roomId, cursor });
			case "remove":
			case "hand-over":
				return rooms.do({ type: asked.type, roomId, memberId });
			default:
				return rooms.do({ ...asked, roomId } satisfies Intent);
		}
	}

	async function savedRoom(): Promise<SavedRoom | null> {
		const all = await storage.all();
		const key = Object.keys(all).find((candidate) => candidate.startsWith("room/"));
		return key === undefined ? null : (JSON.parse(String(all[key])) as SavedRoom);
	}

	async function saved(): Promise<SavedLive | null> {
		const room = await savedRoom();
		return room?.phase === "live" ? room : null;
	}

	return {
		who,
		act,
		saved,
		room: () => life.rooms.getSnapshot().rooms[0],
		killWorker() {
			life.abort.abort();
			life.rooms.close();
			life = wake();
		},
		sleep() {
			time.jump(90_000);
			life.rooms.wake();
		},
		reconnect: () => void life.rooms.do({ type: "reconnect" }),
		storageKeys: async () => Object.keys(await storage.all()),
		async hasUnsent() {
			const all = Object.entries(await storage.all());
			return all.some(
				([key, value]) => (key.startsWith("outbox/") && value !== "[]") || (key.startsWith("files/") && value !== "{}"),
			);
		},
		async secrets() {
			const room = await savedRoom();
			if (room === null || room.phase === "ended") return [];
			const { roomId, seat } = room;
			const link = linkOf(room.link);
			const { accessKey } = await deriveRoomKeys(link);
			const own = JSON.parse(String((await storage.all())[`keys/${roomId}`] ?? "[]")) as { key: string }[];
			const seated = seat ? [seat.identity.signSeed, seat.identity.boxSeed, seat.identity.token] : [];
			const opening = [link.secret, ...(link.invite ? [link.invite] : [])].map(encodeBase64url);
			return [...opening, accessKey, ...seated, ...own.map(({ key }) => key), name];
		},
		close() {
			life.abort.abort();
			life.rooms.close();
		},
	};
}

/** The hash of the invite in a link for one person. */
function inviteOf(link: string): string | undefined {
	const { invite } = linkOf(link);
	return invite && hashKey(encodeBase64url(invite));
}

/** The hash of the invite that it made. */
function made({ type }: Act, { link }: Extract<Outcome, { ok: true }>): { invite?: string } {
	const invite = type === "make-invite" && link !== undefined ? inviteOf(link) : undefined;
	return invite === undefined ? {} : { invite };
}

/** What a killed worker was about to write is never written, and nobody hears that it was not. */
function mortal(storage: RoomStorage, signal: AbortSignal): RoomStorage {
	const whileAlive = <Value>(work: () => Promise<Value>) => (signal.aborted ? new Promise<Value>(() => {}) : work());
	return {
		set: (key, value) => whileAlive(() => storage.set(key, value)),
		remove: (key) => whileAlive(() => storage.remove(key)),
		all: () => whileAlive(() => storage.all()),
	};
}

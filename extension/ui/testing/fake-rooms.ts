import type { Intent, InvitedRoom, LiveRoom, Outcome, RoomSnapshot, Rooms, RoomsSnapshot } from "../../hub/rooms.ts";
import { type DraftPage, type LogEntry, noDraft, type Person } from "../../room/state.ts";
import type { Platform, Settings, SettingsStore } from "../platform.ts";

export type FakeRooms = Rooms & {
	/** What was asked for, in order. */
	asked: readonly Intent[];
	show(snapshot: RoomsSnapshot): void;
};

/**
 * Rooms that stand still: a snapshot to look at, and answers to choose. What is not answered by `answer` succeeds;
 * `open`, `dismiss`, `draft` of anything but the text and `errand-done` do what they say.
 */
export function createFakeRooms(
	first: RoomsSnapshot,
	answer: (intent: Intent, rooms: FakeRooms) => Outcome | Promise<Outcome> | undefined = () => undefined,
): FakeRooms {
	let snapshot = first;
	const listeners = new Set<() => void>();
	const asked: Intent[] = [];
	const fake: FakeRooms = {
		asked,
		getSnapshot: () => snapshot,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		show(next) {
			snapshot = next;
			for (const listener of listeners) listener();
		},
		async do(intent) {
			asked.push(intent);
			if (intent.type === "open") fake.show({ ...snapshot, open: intent.roomId });
			if (intent.type === "dismiss") {
				const rooms = snapshot.rooms.filter(({ roomId }) => roomId !== intent.roomId);
				fake.show({ ...snapshot, rooms, open: snapshot.open === intent.roomId ? null : snapshot.open });
			}
			if (intent.type === "draft" && intent.text === undefined) {
				const { type, roomId, ...change } = intent;
				const rooms = snapshot.rooms.map((room) =>
					room.phase === "live" && room.roomId === roomId ? { ...room, draft: { ...room.draft, ...change } } : room,
				);
				fake.show({ ...snapshot, rooms });
			}
			if (intent.type === "errand-done") {
				const { errand, ...rest } = snapshot;
				fake.show(errand?.id === intent.id ? rest : snapshot);
			}
			return (await answer(intent, fake)) ?? { ok: true };
		},
	};
	return fake;
}

export const presetSettings: Settings = {
	ttlSeconds: 600,
	capacity: 2,
	name: "",
	server: "https://mayfly.example",
	theme: "system",
	copyAtOnce: true,
	notify: "unasked",
	showWriting: true,
	showSeen: true,
};

export function createFakeSettings(change: Partial<Settings> = {}): SettingsStore {
	let settings = { ...presetSettings, ...change };
	const listeners = new Set<() => void>();
	return {
		getSnapshot: () => settings,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async set(next) {
			settings = { ...settings, ...next };
			for (const listener of listeners) listener();
		},
	};
}

/** @param missed a message came that nobody saw */
export function createFakePlatform(
	surface: Platform["surface"],
	settings = createFakeSettings(),
	missed = false,
): Platform {
	if (surface === "web" || surface === "options") return { surface, settings };
	return {
		surface,
		settings,
		openOptions() {},
		close() {},
		...(surface === "popup" ? { openPanel: async () => {} } : {}),
		...(surface === "panel" ? { frontPage: async () => frontPage } : {}),
		...(missed
			? { notifications: { request: async () => true, wasMissed: () => true, subscribe: () => () => {} } }
			: {}),
	};
}

/** The page that every tab shows. */
const frontPage: DraftPage = { url: "https://bakery.example/cakes", title: "Cakes to order" };

const minute = 60_000;
const secret = "k3V9mQ2xT7bLr0yPfWcHn5uEaJdZs8GiKoXvN1RtBqM";

export const small: Person = { memberId: "me", name: "Small Plover", order: 2, here: true, online: true };
export const heron: Person = { memberId: "heron", name: "Quiet Heron", order: 0, here: true, online: true };
export const otter: Person = { memberId: "otter", name: "Amber Otter", order: 1, here: true, online: true };

type LiveChange = Partial<LiveRoom> & { leftMs?: number; lifeMs?: number };

/** A room with three people in it; `leftMs` of `lifeMs` are left. */
export function liveRoom({ leftMs = 6.2 * minute, lifeMs = 10 * minute, ...change }: LiveChange = {}): LiveRoom {
	const server = Date.now();
	const name = change.name ?? "Alder Bend";
	const roomId = change.roomId ?? name.replace(" ", "-");
	return {
		phase: "live",
		roomId,
		name,
		server: "https://mayfly.example",
		link: `https://mayfly.example/r/V1StGXR8Z5jdHi6BmyTqLw#${secret}`,
		foreign: false,
		me: small.memberId,
		capacity: 5,
		locked: false,
		starter: (change.people ?? [heron]).find(({ order }) => order === 0)?.memberId ?? null,
		people: [heron, otter, small],
		log: [],
		unsent: [],
		caughtUp: true,
		readCursor: null,
		unreadCount: 0,
		draft: noDraft,
		compared: {},
		invites: [],
		knocks: [],
		doings: {},
		withheld: false,
		connection: { name: "open" },
		createdAt: server - (lifeMs - leftMs),
		expiresAt: server + leftMs,
		clock: { server, at: performance.now() },
		...change,
	};
}

/** A message of the log; `n` is its place in the room, `timestamp` ms. */
export function message(n: number, sender: string, text: string, timestamp: number): LogEntry {
	return { type: "message", cursor: `${timestamp}-${n}`, id: `message-${n}`.padEnd(21, "0"), sender, timestamp, text };
}

export function invitedRoom(change: Partial<InvitedRoom> = {}): InvitedRoom {
	return {
		phase: "invited",
		roomId: "Alder-Bend",
		name: "Alder Bend",
		server: "https://mayfly.example",
		foreign: false,
		suggestedName: "Small Plover",
		...change,
	};
}

/** All rooms, the first of them open. */
export function showing(...rooms: RoomSnapshot[]): RoomsSnapshot {
	return { ready: true, rooms, open: rooms[0]?.roomId ?? null };
}

/** All rooms, none of them open. */
export function listing(...rooms: RoomSnapshot[]): RoomsSnapshot {
	return { ready: true, rooms, open: null };
}

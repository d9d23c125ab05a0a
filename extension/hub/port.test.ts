import { describe, expect, it, vi } from "vitest";
import { type LogEntry, noDraft } from "../room/state.ts";
import { servePort } from "./port.ts";
import type { PortLike } from "./port-messages.ts";
import { createRemoteRooms } from "./remote.ts";
import type { Intent, LiveRoom, Outcome, Rooms, RoomsSnapshot } from "./rooms.ts";

type Channel = { near: PortLike; far: PortLike; cut(): void; bytes(): number };

/** Two ends that clone what passes, as `runtime.Port` does. */
function channel(): Channel {
	const ends = [0, 1].map(() => ({ heard: [] as ((message: unknown) => void)[], gone: [] as (() => void)[] }));
	let open = true;
	let bytes = 0;
	const end = (mine: number): PortLike => ({
		postMessage(message) {
			if (!open) throw new Error("port closed");
			const text = JSON.stringify(message);
			bytes += text.length;
			queueMicrotask(() => {
				if (open) for (const listener of ends[1 - mine]?.heard ?? []) listener(JSON.parse(text));
			});
		},
		disconnect: () => undefined,
		onMessage: { addListener: (listener) => ends[mine]?.heard.push(listener) },
		onDisconnect: { addListener: (listener) => ends[mine]?.gone.push(listener) },
	});
	return {
		near: end(0),
		far: end(1),
		bytes: () => bytes,
		cut() {
			open = false;
			for (const { gone } of ends) for (const listener of gone) listener();
		},
	};
}

/** A hub that remembers what it was asked and shows what it is told to. */
function hub(first: RoomsSnapshot) {
	let snapshot = first;
	const listeners = new Set<() => void>();
	const asked: Intent[] = [];
	let answer: (intent: Intent) => Promise<Outcome> = async () => ({ ok: true });
	const rooms: Rooms = {
		getSnapshot: () => snapshot,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		do(intent) {
			asked.push(intent);
			return answer(intent);
		},
	};
	return {
		rooms,
		asked,
		answerWith(next: typeof answer) {
			answer = next;
		},
		show(next: RoomsSnapshot) {
			snapshot = next;
			for (const listener of listeners) listener();
		},
	};
}

const message = (n: number): LogEntry => ({
	type: "message",
	cursor: `${n}-${n}`,
	id: `id${n}`,
	sender: "me",
	timestamp: n,
	text: `word ${n}`,
});

const live = (log: readonly LogEntry[], part: Partial<LiveRoom> = {}): LiveRoom => ({
	phase: "live",
	roomId: "room",
	name: "Alder Bend",
	server: "https://chat.example.org",
	link: "https://chat.example.org/r/room#secret",
	foreign: false,
	me: "me",
	capacity: 2,
	locked: false,
	starter: null,
	people: [],
	log,
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
	createdAt: 0,
	expiresAt: 600_000,
	clock: { server: 1_000, at: performance.now() },
	...part,
});

const shown = (...rooms: RoomsSnapshot["rooms"][number][]): RoomsSnapshot => ({ ready: true, rooms, open: "room" });

describe("a surface on a port", () => {
	it("sees what the hub sees, and unchanged rooms keep their identity", async () => {
		const log = [message(1), message(2)];
		const other = { ...live([]), roomId: "other" };
		const source = hub(shown(live(log), other));
		const wire = channel();
		const remote = createRemoteRooms(
			() => wire.near,
			() => "new-id",
		);
		servePort(wire.far, source.rooms);
		await vi.waitFor(() => expect(remote.getSnapshot().ready).toBe(true));
		const before = remote.getSnapshot().rooms[1];
		source.show(shown(live([...log, message(3)]), other));
		await vi.waitFor(() => expect((remote.getSnapshot().rooms[0] as LiveRoom).log).toHaveLength(3));
		expect((remote.getSnapshot().rooms[0] as LiveRoom).log).toEqual([...log, message(3)]);
		expect(remote.getSnapshot().rooms[1]).toBe(before);
	});

	it("pays for one entry when one is added to a thousand, and for none twice", async () => {
		const log = Array.from({ length: 1_000 }, (_, n) => message(n + 1));
		const source = hub(shown(live(log)));
		const wire = channel();
		const remote = createRemoteRooms(
			() => wire.near,
			() => "new-id",
		);
		servePort(wire.far, source.rooms);
		await vi.waitFor(() => expect(remote.getSnapshot().ready).toBe(true));
		const before = wire.bytes();
		source.show(shown(live([...log, message(1_001)])));
		await vi.waitFor(() => expect((remote.getSnapshot().rooms[0] as LiveRoom).log).toHaveLength(1_001));
		expect(wire.bytes() - before).toBeLessThan(1_500);
	});

	it("pays for one entry when one far up in a thousand changes, and the others stay the same objects", async () => {
		const log = Array.from({ length: 1_000 }, (_, n) => message(n + 1));
		const source = hub(shown(live(log)));
		const wire = channel();
		const remote = createRemoteRooms(
			() => wire.near,
			() => "new-id",
		);
		const shownLog = () => (remote.getSnapshot().rooms[0] as LiveRoom).log;
		servePort(wire.far, source.rooms);
		await vi.waitFor(() => expect(remote.getSnapshot().ready).toBe(true));
		const [before, bytesBefore] = [shownLog(), wire.bytes()];
		const liked = { ...message(4), reactions: [{ emoji: "👍", members: ["me"] }] } as LogEntry;
		source.show(shown(live(log.with(3, liked))));
		await vi.waitFor(() => expect(shownLog()[3]).toEqual(liked));
		expect(wire.bytes() - bytesBefore).toBeLessThan(1_500);
		expect(shownLog().filter((entry, at) => entry !== before[at])).toHaveLength(1);
		source.show(shown(live(log.slice(0, 2))));
		await vi.waitFor(() => expect(shownLog()).toHaveLength(2));
	});

	it("shows a changed entry in the middle of the log", async () => {
		const log = [message(1), message(2), message(3)];
		const source = hub(shown(live(log)));
		const wire = channel();
		const remote = createRemoteRooms(
			() => wire.near,
			() => "new-id",
		);
		servePort(wire.far, source.rooms);
		await vi.waitFor(() => expect(remote.getSnapshot().ready).toBe(true));
		const changed = log.with(1, { ...message(2), text: "other words" } as LogEntry);
		source.show(shown(live(changed)));
		await vi.waitFor(() => expect((remote.getSnapshot().rooms[0] as LiveRoom).log).toEqual(changed));
	});

	it("reads the server's time on its own clock", async () => {
		const source = hub(shown(live([], { clock: { server: 50_000, at: performance.now() - 2_000 } })));
		const wire = channel();
		const remote = createRemoteRooms(
			() => wire.near,
			() => "new-id",
		);
		servePort(wire.far, source.rooms, () => performance.now());
		await vi.waitFor(() => expect(remote.getSnapshot().ready).toBe(true));
		const { clock } = remote.getSnapshot().rooms[0] as LiveRoom;
		const serverNow = clock.server + (performance.now() - clock.at);
		expect(serverNow).toBeGreaterThan(51_900);
		expect(serverNow).toBeLessThan(52_500);
	});

	it("keeps in sight what there was while another worker wakes", async () => {
		const source = hub(shown(live([message(1)])));
		let wire = channel();
		servePort(wire.far, source.rooms);
		const remote = createRemoteRooms(
			() => wire.near,
			() => "new-id",
		);
		await vi.waitFor(() => expect(remote.getSnapshot().ready).toBe(true));
		const seen: RoomsSnapshot[] = [];
		remote.subscribe(() => seen.push(remote.getSnapshot()));
		const waking = hub({ ready: false, rooms: [], open: null });
		const dead = wire;
		wire = channel();
		servePort(wire.far, waking.rooms);
		dead.cut();
		await new Promise((connected) => setTimeout(connected, 100));
		waking.show({ ready: false, rooms: [live([])], open: null });
		waking.show(shown(live([message(1), message(2)])));
		await vi.waitFor(() => expect((remote.getSnapshot().rooms[0] as LiveRoom).log).toHaveLength(2));
		expect((remote.getSnapshot().rooms[0] as LiveRoom).log).toEqual([message(1), message(2)]);
		expect(seen.every(({ ready, rooms }) => ready && rooms.length === 1)).toBe(true);
	});

	it("shows what is known before anything has come, also to a worker that is still waking", async () => {
		const known = { ready: true, rooms: [], open: null };
		const source = hub({ ...known, ready: false });
		const wire = channel();
		const remote = createRemoteRooms(
			() => wire.near,
			() => "id",
			known,
		);
		expect(remote.getSnapshot()).toBe(known);
		servePort(wire.far, source.rooms);
		const asked = remote.do({ type: "start", ttlSeconds: 600, capacity: 2 });
		await expect(asked).resolves.toEqual({ ok: true });
		expect(remote.getSnapshot()).toBe(known);
		source.show(shown(live([])));
		await vi.waitFor(() => expect(remote.getSnapshot().rooms).toHaveLength(1));
	});

	it("asks again with the same message id when the worker dies before it answered", async () => {
		const source = hub(shown(live([])));
		source.answerWith(() => new Promise(() => undefined));
		let wire = channel();
		servePort(wire.far, source.rooms);
		const remote = createRemoteRooms(
			() => wire.near,
			() => "drawn-once",
		);
		const outcome = remote.do({ type: "send", roomId: "room", text: "hello" });
		await vi.waitFor(() => expect(source.asked).toHaveLength(1));
		const dead = wire;
		wire = channel();
		source.answerWith(async () => ({ ok: true }));
		servePort(wire.far, source.rooms);
		dead.cut();
		await expect(outcome).resolves.toEqual({ ok: true });
		expect(source.asked).toEqual(Array(2).fill({ type: "send", roomId: "room", text: "hello", id: "drawn-once" }));
	});

	it("does not start a second room when the worker dies under the first", async () => {
		const source = hub(shown());
		source.answerWith(() => new Promise(() => undefined));
		let wire = channel();
		servePort(wire.far, source.rooms);
		const remote = createRemoteRooms(
			() => wire.near,
			() => "id",
		);
		const outcome = remote.do({ type: "start", ttlSeconds: 600, capacity: 2 });
		await vi.waitFor(() => expect(source.asked).toHaveLength(1));
		const dead = wire;
		wire = channel();
		servePort(wire.far, source.rooms);
		dead.cut();
		await expect(outcome).resolves.toEqual({ ok: false, code: "unreachable" });
		await new Promise((resolve) => setTimeout(resolve, 120));
		expect(source.asked).toHaveLength(1);
	});

	it("never hears an outcome before the snapshot it speaks of", async () => {
		const source = hub(shown());
		const wire = channel();
		const remote = createRemoteRooms(
			() => wire.near,
			() => "id",
		);
		servePort(wire.far, source.rooms);
		await vi.waitFor(() => expect(remote.getSnapshot().ready).toBe(true));
		source.answerWith(async () => {
			source.show(shown(live([])));
			return { ok: true, roomId: "room" };
		});
		await remote.do({ type: "start", ttlSeconds: 600, capacity: 2 });
		expect(remote.getSnapshot().rooms).toHaveLength(1);
	});
});

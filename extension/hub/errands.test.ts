import { expect, test } from "vitest";
import type { DraftPage } from "../room/state.ts";
import { createErrands, type ErrandMemory } from "./errands.ts";
import { createPanels } from "./panels.ts";
import type { Intent, LiveRoom, Outcome, Rooms, RoomsSnapshot } from "./rooms.ts";

const page: DraftPage = { url: "https://a.example/", title: "A" };
const other: DraftPage = { url: "https://b.example/", title: "B" };
const start = { type: "start", ttlSeconds: 600, capacity: 2 } as const;
const settled = () => new Promise((done) => setTimeout(done));

type Kept = { value: unknown };
type Fake = {
	rooms: Rooms;
	asked: Intent[];
	starts(): Promise<Outcome>;
	drafts(intent: Extract<Intent, { type: "draft" }>): Promise<Outcome>;
	draftOf(roomId: string): LiveRoom["draft"] | undefined;
};

/** Rooms that take every draft, and start when `starts` says so. */
function fakeRooms(): Fake {
	let snapshot: RoomsSnapshot = { ready: true, rooms: [], open: null };
	const listeners = new Set<() => void>();
	const change = (next: Partial<RoomsSnapshot>) => {
		snapshot = { ...snapshot, ...next };
		for (const listener of listeners) listener();
	};
	const live = (roomId: string): LiveRoom =>
		({ phase: "live", roomId, draft: { text: "typed", page: null } }) as LiveRoom;
	const fake: Fake = {
		asked: [],
		starts: async () => {
			const roomId = `room-${snapshot.rooms.length + 1}`;
			change({ rooms: [...snapshot.rooms, live(roomId)] });
			return { ok: true, roomId };
		},
		drafts: async ({ roomId, page: drafted }) => {
			change({
				rooms: snapshot.rooms.map((room) =>
					room.roomId === roomId && room.phase === "live" && drafted !== undefined
						? { ...room, draft: { ...room.draft, page: drafted } }
						: room,
				),
			});
			return { ok: true };
		},
		rooms: {
			getSnapshot: () => snapshot,
			subscribe(listener) {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
			async do(intent) {
				fake.asked.push(intent);
				if (intent.type === "start") return fake.starts();
				return intent.type === "draft" ? fake.drafts(intent) : { ok: true };
			},
		},
		draftOf: (roomId: string) =>
			snapshot.rooms.flatMap((room) => (room.roomId === roomId && room.phase === "live" ? [room.draft] : []))[0],
	};
	return fake;
}

function memoryOf<Value>(kept: Kept = { value: null }) {
	return {
		load: async () => kept.value as Value | null,
		save: async (value: Value) => {
			kept.value = JSON.parse(JSON.stringify(value));
		},
	};
}

let drawn = 0;
function open(fake = fakeRooms(), memory: ErrandMemory = memoryOf()) {
	const panels = createPanels(fake.rooms, memoryOf());
	const errands = createErrands(panels, memory, () => `errand-${++drawn}`);
	return { fake, panels, errands, errandIn: (windowId: string) => errands.window(windowId).getSnapshot().errand };
}

test("a page goes into the open room of that window, beside what is typed, and takes the place of the last", async () => {
	const { fake, panels, errands, errandIn } = open();
	for (const windowId of ["1", "2"]) await panels.window(windowId).do(start);
	await errands.share("1", page, start);
	await settled();
	expect(fake.draftOf("room-1")).toEqual({ text: "typed", page });
	expect(fake.draftOf("room-2")).toEqual({ text: "typed", page: null });
	await errands.share("1", other, start);
	await settled();
	expect(fake.draftOf("room-1")).toEqual({ text: "typed", page: other });
	expect(fake.asked.filter(({ type }) => type === "start")).toHaveLength(2);
	expect(errandIn("1")).toBeUndefined();
});

test("with no room open one is started first, one for any number of pages, and gets the last of them", async () => {
	const { fake, errands, errandIn } = open();
	const starts = fake.starts;
	let go = () => {};
	const gate = new Promise<void>((resolve) => {
		go = resolve;
	});
	fake.starts = () => gate.then(starts);
	const shared = [errands.share("1", page, start), errands.share("1", other, start)];
	await settled();
	expect(errandIn("1")).toMatchObject({ type: "waiting", page: other, code: null });
	go();
	await Promise.all(shared);
	await settled();
	expect(fake.asked.filter(({ type }) => type === "start")).toEqual([start]);
	expect(errands.window("1").getSnapshot()).toMatchObject({ open: "room-1" });
	expect(fake.draftOf("room-1")?.page).toEqual(other);
	expect(errandIn("1")).toBeUndefined();
});

test("when none can be started the page waits, outlives the worker, and goes into the next room that is opened", async () => {
	const kept: Kept = { value: null };
	const first = open(fakeRooms(), memoryOf(kept));
	first.fake.starts = async () => ({ ok: false, code: "unreachable" });
	await first.errands.share("1", page, start);
	expect(first.errandIn("1")).toMatchObject({ type: "waiting", page, code: "unreachable" });
	await settled();

	const { fake, errands, errandIn } = open(fakeRooms(), memoryOf(kept));
	await settled();
	expect(errandIn("1")).toMatchObject({ type: "waiting", page, code: "unreachable" });
	expect(errandIn("2")).toBeUndefined();
	// A window that has chosen nothing shows what was opened last in another.
	await errands.window("1").do({ type: "open", roomId: null });
	await errands.window("2").do(start);
	await settled();
	expect(fake.draftOf("room-1")?.page).toBeNull();
	await errands.window("1").do(start);
	await settled();
	expect(fake.draftOf("room-2")?.page).toEqual(page);
	expect(errandIn("1")).toBeUndefined();
	expect(kept.value).toEqual({});
});

test("a start that the worker did not live to see the end of is said to have failed, its page kept", async () => {
	const kept: Kept = { value: null };
	const { fake, errands } = open(fakeRooms(), memoryOf(kept));
	fake.starts = () => new Promise(() => {});
	void errands.share("1", page, start);
	await settled();
	const woken = open(fakeRooms(), memoryOf(kept));
	await settled();
	expect(woken.errandIn("1")).toMatchObject({ type: "waiting", page, code: "unreachable" });
});

test("a room is started by the menu beside one that is open", async () => {
	const { fake, panels, errands, errandIn } = open();
	await panels.window("1").do(start);
	await errands.start("1", start);
	await settled();
	expect(panels.openIn("1")).toBe("room-2");
	expect(errandIn("1")).toBeUndefined();
	fake.starts = async () => ({ ok: false, code: "unreachable" });
	await errands.start("2", start);
	expect(errandIn("2")).toMatchObject({ type: "failed", act: "start", code: "unreachable" });
});

test("what can't be a card, and a page that can't be kept, is said until it is read, and by no later word undone", async () => {
	const { fake, panels, errands, errandIn } = open();
	await errands.share("1", "image-not-web", start);
	const refused = errandIn("1");
	expect(refused).toMatchObject({ type: "refused", reason: "image-not-web" });
	await panels.window("1").do(start);
	fake.drafts = async () => ({ ok: false, code: "storage-full" });
	await errands.share("1", page, start);
	await settled();
	const failed = errandIn("1");
	expect(failed).toMatchObject({ type: "failed", act: "change", code: "storage-full" });
	await errands.window("1").do({ type: "errand-done", id: refused?.id ?? "" });
	expect(errandIn("1")).toBe(failed);
	await errands.window("1").do({ type: "errand-done", id: failed?.id ?? "" });
	expect(errandIn("1")).toBeUndefined();
	expect(fake.asked.some(({ type }) => type === "errand-done")).toBe(false);
});

test("a page that waits goes when all rooms are left, from every window and from what is kept", async () => {
	const kept: Kept = { value: null };
	const { fake, errands, errandIn } = open(fakeRooms(), memoryOf(kept));
	fake.starts = async () => ({ ok: false, code: "unreachable" });
	await errands.share("1", page, start);
	expect(errandIn("1")).toMatchObject({ type: "waiting", page });
	await errands.window("2").do({ type: "leave-all" });
	await settled();
	expect(errandIn("1")).toBeUndefined();
	expect(kept.value).toEqual({});
});

test("only that window hears of an errand, and its snapshot is the same object until something changes", async () => {
	const { errands } = open();
	const heard: string[] = [];
	const windows = ["1", "2"].map((windowId) => errands.window(windowId));
	for (const each of windows) each.subscribe(() => heard.push(`${each.getSnapshot().errand?.type}`));
	await settled();
	heard.length = 0;
	const [before] = windows.map((each) => each.getSnapshot());
	expect(windows[0]?.getSnapshot()).toBe(before);
	errands.invite("1");
	expect(heard).toEqual(["invite", "undefined"]);
	expect(windows[0]?.getSnapshot()).toBe(windows[0]?.getSnapshot());
});

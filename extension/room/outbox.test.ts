import { beforeEach, describe, expect, test } from "vitest";
import type { Chunk } from "./acts.ts";
import { ApiError } from "./api-error.ts";
import { createOutbox, type Outbox, type OutboxEntry, type OutboxHandover } from "./outbox.ts";
import { reduce } from "./reduce.ts";
import type { LiveState, RoomState, UnsentCause } from "./state.ts";
import { createFakeTime, type FakeTime, settle } from "./testing/fake-time.ts";
import { liveState } from "./testing/live-state.ts";

type Post = { id: string; text: string; answer(): void; refuse(error: ApiError): void };

let time: FakeTime;
let posts: Post[];
let saves: (readonly OutboxEntry[])[];
let saving: (entries: readonly OutboxEntry[]) => Promise<void>;
let state: RoomState;
let sealed: number;
/** The handover that the sealer gives next. */
let due: OutboxHandover | null;
let ready: boolean;
let notFound: number;
/** What of files the room has not got yet, and what the server took none of. */
let chunks: Chunk[];
let refused: [to: string, cause: UnsentCause][];
let ids: number;

beforeEach(() => {
	time = createFakeTime();
	posts = [];
	saves = [];
	saving = async (entries) => void saves.push(entries);
	state = liveState({ me: "me" });
	sealed = 0;
	due = null;
	ready = true;
	notFound = 0;
	chunks = [];
	refused = [];
	ids = 0;
});

function create(entries: readonly OutboxEntry[] = []): Outbox {
	return createOutbox({
		entries,
		sealer: {
			async seal(said) {
				const text = said.act ? said.act.kind : said.text;
				const handovers = due ? [due] : [];
				due = null;
				return { sealed: `sealed ${text} ${++sealed}`, handovers };
			},
			async handoverDue() {
				const handover = due;
				due = null;
				return handover;
			},
		},
		isReady: () => ready,
		save: (now) => saving(now),
		post: (body) =>
			new Promise<void>((answer, refuse) => {
				posts.push({ ...body, answer, refuse });
			}),
		changed(event) {
			state = reduce(state, event);
		},
		files: {
			next: (isOnItsWay) => chunks.find((each) => !isOnItsWay(each.to, each.index)) ?? null,
			refused: (to, cause) => void refused.push([to, cause]),
		},
		newId: () => `chunk ${++ids}`,
		roomNotFound() {
			notFound++;
		},
		time,
		jitter: () => 0.5,
	});
}

const unsent = () => (state as LiveState).unsent.map((message) => `${message.id} ${message.state.name}`);
const post = (index: number): Post => {
	const found = posts.at(index);
	if (!found) throw new Error(`no post ${index}`);
	return found;
};
const unreachable = new ApiError("unreachable");

describe("a message", () => {
	test("is shown at once, and posted only after it is saved", async () => {
		let saved = () => {};
		saving = () => new Promise((resolve) => (saved = resolve));
		const outbox = create();
		void outbox.add({ id: "a", text: "hi" });
		expect(unsent()).toEqual(["a sending"]);
		// Whoever wakes the outbox in between does not get ahead of the saving.
		await settle();
		outbox.wake();
		await settle();
		expect(posts).toHaveLength(0);
		saved();
		await settle();
		expect(posts).toHaveLength(1);
	});

	test("that can't be saved is not sent, and nothing is left of it", async () => {
		saving = () => Promise.reject(new Error("quota"));
		const outbox = create();
		await expect(outbox.add({ id: "a", text: "hi" })).rejects.toThrow("quota");
		expect(unsent()).toEqual([]);
		saving = async (entries) => void saves.push(entries);
		await outbox.add({ id: "b", text: "ho" });
		await settle();
		expect(posts.map(({ id }) => id)).toEqual(["b"]);
		expect(saves.at(-1)?.map(({ id }) => id)).toEqual(["b"]);
	});

	test("whose answer was lost goes again as the same bytes, until it is taken", async () => {
		const outbox = create();
		await outbox.add({ id: "a", text: "hi" });
		await settle();
		for (let failures = 0; failures < 3; failures++) {
			post(-1).refuse(unreachable);
			await time.advance(30_000);
		}
		expect(posts).toHaveLength(4);
		expect(new Set(posts.map(({ text }) => text))).toEqual(new Set(["sealed hi 1"]));
		post(-1).answer();
		await time.advance(60_000);
		expect(posts).toHaveLength(4);
		expect(unsent()).toEqual(["a sending"]);
	});

	test("asked for twice with one id is one message", async () => {
		const outbox = create();
		await Promise.all([outbox.add({ id: "a", text: "hi" }), outbox.add({ id: "a", text: "hi" })]);
		await outbox.add({ id: "a", text: "hi" });
		await settle();
		expect(posts).toHaveLength(1);
		expect(saves.at(-1)).toHaveLength(1);
	});

	test("that the stream shows is done, even if its answer never came", async () => {
		const outbox = create();
		await outbox.add({ id: "a", text: "hi" });
		await settle();
		outbox.arrived("a");
		post(0).refuse(unreachable);
		await time.advance(60_000);
		expect(posts).toHaveLength(1);
		expect(saves.at(-1)).toEqual([]);
	});
});

describe("sealing", () => {
	test("waits until it is known who is in the room; what was written is saved meanwhile", async () => {
		ready = false;
		const outbox = create();
		await outbox.add({ id: "a", text: "hi" });
		await settle();
		outbox.wake();
		await settle();
		expect(saves.at(-1)).toMatchObject([{ id: "a", text: "hi", sealed: null }]);
		expect(sealed).toBe(0);
		ready = true;
		outbox.wake();
		await settle();
		expect(posts.map(({ text }) => text)).toEqual(["sealed hi 1"]);
		expect(saves.at(-1)).toMatchObject([{ id: "a", sealed: "sealed hi 1" }]);
	});

	test("of the next message waits until the one before it is through: people may have come and gone", async () => {
		const outbox = create();
		for (const id of ["a", "b"]) await outbox.add({ id, text: id });
		post(0).refuse(unreachable);
		await settle();
		expect(sealed).toBe(1);
		expect(saves.at(-1)).toMatchObject([{ sealed: "sealed a 1" }, { sealed: null }]);
	});

	test("brings nothing back that arrived while it was under way", async () => {
		const outbox = create();
		await outbox.add({ id: "a", text: "a" });
		await settle();
		post(0).answer();
		await settle();
		const added = outbox.add({ id: "b", text: "b" });
		await Promise.resolve();
		outbox.arrived("a");
		await added;
		expect(saves.at(-1)?.map(({ id }) => id)).toEqual(["b"]);
	});

	test("whose outcome can't be saved sends nothing, and is done again when there is space", async () => {
		ready = false;
		const outbox = create();
		await outbox.add({ id: "a", text: "hi" });
		saving = () => Promise.reject(new Error("quota"));
		ready = true;
		outbox.wake();
		await settle();
		expect(posts).toHaveLength(0);
		expect(unsent()).toEqual(["a waiting"]);
		saving = async (entries) => void saves.push(entries);
		await time.advance(30_000);
		expect(posts.map(({ text }) => text)).toEqual(["sealed hi 2"]);
	});
});

describe("a handover", () => {
	const handover: OutboxHandover = { kind: "handover", id: "k", sealed: "keys", epoch: 1, to: ["ann"] };

	test("goes before the message that needs it, saved with it, and is shown nowhere", async () => {
		due = handover;
		const outbox = create();
		await outbox.add({ id: "a", text: "hi" });
		expect(saves.at(-1)?.map(({ id }) => id)).toEqual(["k", "a"]);
		expect(unsent()).toEqual(["a sending"]);
		await settle();
		post(0).answer();
		await settle();
		expect(posts.map(({ id }) => id)).toEqual(["k", "a"]);
		outbox.arrived("k");
		expect(saves.at(-1)?.map(({ id }) => id)).toEqual(["a"]);
	});

	test("whose answer was lost goes again as the same bytes, and the message waits for it", async () => {
		due = handover;
		const outbox = create();
		await outbox.add({ id: "a", text: "hi" });
		await settle();
		post(0).refuse(unreachable);
		await time.advance(30_000);
		expect(posts.map(({ text }) => text)).toEqual(["keys", "keys"]);
		post(1).answer();
		await settle();
		expect(post(2).id).toBe("a");
	});

	test("that is refused for good does not hold up the message", async () => {
		due = handover;
		const outbox = create();
		await outbox.add({ id: "a", text: "hi" });
		await settle();
		post(0).refuse(new ApiError("room-storage-full"));
		await settle();
		expect(post(1).id).toBe("a");
		expect(saves.at(-1)?.map(({ id }) => id)).toEqual(["a"]);
	});

	test("to a newcomer goes by itself, once", async () => {
		const outbox = create();
		due = handover;
		outbox.handOver();
		outbox.handOver();
		await settle();
		post(0).answer();
		await settle();
		expect(posts.map(({ text }) => text)).toEqual(["keys"]);
	});

	test("that was left when this browser last ran goes as it was", async () => {
		const outbox = create([handover]);
		expect(unsent()).toEqual([]);
		ready = false;
		outbox.wake();
		await settle();
		expect(posts.map(({ text }) => text)).toEqual(["keys"]);
	});
});

describe("a file", () => {
	const bytes = new Uint8Array(3);
	/** The room has not got these; `shows` is how one comes back on the stream. */
	const lacks = (count: number) => {
		chunks = Array.from({ length: count }, (_, index) => ({ kind: "chunk", to: "f", index, bytes }));
	};
	const shows = async (outbox: Outbox, index: number) => {
		chunks = chunks.filter((each) => each.index !== index);
		outbox.arrived(`chunk ${index + 1}`);
		await settle();
	};
	const answerAll = async () => {
		for (let at = 0; at < posts.length; at++) {
			posts[at]?.answer();
			await settle();
		}
	};

	test("goes chunk by chunk, no more than four ahead of what the stream has shown, and is saved nowhere", async () => {
		lacks(6);
		const outbox = create();
		outbox.wake();
		await settle();
		await answerAll();
		expect(posts.map(({ id }) => id)).toEqual(["chunk 1", "chunk 2", "chunk 3", "chunk 4"]);
		await shows(outbox, 0);
		await shows(outbox, 1);
		await answerAll();
		expect(posts.map(({ id }) => id).slice(4)).toEqual(["chunk 5", "chunk 6"]);
		expect(saves).toEqual([]);
		expect(unsent()).toEqual([]);
	});

	test("lets words go first, and waits itself while they are refused for a time", async () => {
		lacks(6);
		const outbox = create();
		outbox.wake();
		await settle();
		void outbox.add({ id: "a", text: "hi" });
		await settle();
		post(0).answer();
		await settle();
		expect(posts.map(({ id }) => id)).toEqual(["chunk 1", "a"]);
		post(1).refuse(unreachable);
		await time.advance(30_000);
		expect(posts.map(({ id }) => id)).toEqual(["chunk 1", "a", "a"]);
	});

	test("that has to go again lets words go first", async () => {
		lacks(1);
		const outbox = create();
		outbox.wake();
		await settle();
		post(0).refuse(unreachable);
		await settle();
		void outbox.add({ id: "a", text: "hi" });
		await time.advance(30_000);
		expect(posts.map(({ id }) => id)).toEqual(["chunk 1", "a"]);
	});

	test("whose answer was lost goes again as the same bytes", async () => {
		lacks(1);
		const outbox = create();
		outbox.wake();
		await settle();
		post(0).refuse(unreachable);
		await time.advance(30_000);
		expect(posts.map(({ id, text }) => `${id} ${text}`)).toEqual(["chunk 1 sealed chunk 1", "chunk 1 sealed chunk 1"]);
		post(1).answer();
		await settle();
		// The connection broke: the server may have lost it.
		outbox.wake({ again: true });
		await settle();
		expect(posts).toHaveLength(3);
		await shows(outbox, 0);
		expect(posts).toHaveLength(3);
	});

	test("keeps below the budget of its member, so that some is always left for words", async () => {
		lacks(100);
		const outbox = create();
		outbox.wake();
		for (let index = 0; index < 100; index++) {
			await settle();
			if (posts.length <= index) break;
			post(index).answer();
			await settle();
			await shows(outbox, index);
		}
		expect(posts).toHaveLength(10);
		await time.advance(1_000);
		post(10).answer();
		await shows(outbox, 10);
		expect(posts).toHaveLength(12);
	});

	test("that is refused for good is told of, and nothing more of it goes", async () => {
		lacks(6);
		const outbox = create();
		outbox.wake();
		await settle();
		chunks = [];
		post(0).refuse(new ApiError("room-storage-full"));
		await settle();
		expect(refused).toEqual([["f", "room-storage-full"]]);
		outbox.wake();
		await settle();
		expect(posts).toHaveLength(1);
	});

	test("brings the keys that its chunks need before them", async () => {
		lacks(1);
		due = { kind: "handover", id: "k", sealed: "keys", epoch: 1, to: ["ann"] };
		const outbox = create();
		outbox.wake();
		await settle();
		expect(saves.at(-1)?.map(({ id }) => id)).toEqual(["k"]);
		post(0).answer();
		await settle();
		expect(posts.map(({ id }) => id)).toEqual(["k", "chunk 1"]);
	});
});

describe("several messages", () => {
	test("go one at a time in the order they were written, also past a broken network", async () => {
		const outbox = create();
		for (const id of ["a", "b", "c"]) void outbox.add({ id, text: id });
		await settle();
		expect(posts.map(({ id }) => id)).toEqual(["a"]);
		expect(unsent()).toEqual(["a sending", "b waiting", "c waiting"]);
		post(0).refuse(unreachable);
		await settle();
		expect(unsent()[0]).toBe("a waiting");
		await time.advance(250);
		for (let index = 1; index <= 3; index++) {
			post(index).answer();
			await settle();
		}
		expect(posts.map(({ id }) => id)).toEqual(["a", "a", "b", "c"]);
	});

	test("one that is refused for good is marked and does not hold up the others", async () => {
		const outbox = create();
		for (const id of ["a", "b"]) await outbox.add({ id, text: id });
		await settle();
		post(0).refuse(new ApiError("body-too-large"));
		await settle();
		expect(posts.map(({ id }) => id)).toEqual(["a", "b"]);
		expect((state as LiveState).unsent[0]?.state).toEqual({ name: "failed", cause: "too-long" });
		expect(saves.at(-1)).toMatchObject([{ failed: "too-long" }, { failed: null }]);
	});

	test("a failed one that is tried again goes last, sealed for those who are here by then", async () => {
		const outbox = create();
		for (const id of ["a", "b"]) await outbox.add({ id, text: id });
		await settle();
		post(0).refuse(new ApiError("room-storage-full"));
		await settle();
		outbox.retry("a");
		expect(unsent()).toEqual(["b sending", "a waiting"]);
		post(1).answer();
		await settle();
		expect(posts.map(({ id, text }) => `${id} ${text}`)).toEqual(["a sealed a 1", "b sealed b 2", "a sealed a 3"]);
	});

	test("a failed one that is discarded is gone from the storage too", async () => {
		const outbox = create();
		await outbox.add({ id: "a", text: "a" });
		await settle();
		post(0).refuse(new ApiError("id-reused"));
		await settle();
		outbox.discard("a");
		await settle();
		expect(unsent()).toEqual([]);
		expect(saves.at(-1)).toEqual([]);
	});
});

describe("waiting", () => {
	test("a server that says when is not asked before", async () => {
		const outbox = create();
		await outbox.add({ id: "a", text: "a" });
		await settle();
		post(0).refuse(new ApiError("too-fast", { status: 429, retryAfterMs: 7_000 }));
		await time.advance(6_999);
		expect(posts).toHaveLength(1);
		await time.advance(1);
		expect(posts).toHaveLength(2);
	});

	test("the word that the network is back ends the wait", async () => {
		const outbox = create();
		await outbox.add({ id: "a", text: "a" });
		await settle();
		post(0).refuse(unreachable);
		await settle();
		outbox.wake();
		await settle();
		expect(posts).toHaveLength(2);
	});

	test("a lost seat stops everything until there is word of it, and is reported once", async () => {
		const outbox = create();
		for (const id of ["a", "b"]) await outbox.add({ id, text: id });
		await settle();
		post(0).refuse(new ApiError("room-not-found"));
		await time.advance(60_000);
		outbox.wake();
		await settle();
		expect(posts).toHaveLength(1);
		expect(notFound).toBe(1);
		outbox.resume();
		await settle();
		expect(posts.map(({ id }) => id)).toEqual(["a", "a"]);
	});

	test("after a stop nothing is sent", async () => {
		const outbox = create();
		await outbox.add({ id: "a", text: "a" });
		await settle();
		post(0).refuse(unreachable);
		await settle();
		outbox.stop();
		await time.advance(60_000);
		expect(posts).toHaveLength(1);
	});
});

describe("after a restart", () => {
	const left: OutboxEntry[] = [
		{ kind: "message", id: "a", text: "a", sealed: "bytes a", writtenAt: 1, failed: "too-long" },
		{ kind: "message", id: "b", text: "b", sealed: "bytes b", writtenAt: 2, failed: null },
		{ kind: "message", id: "c", text: "c", sealed: "bytes c", writtenAt: 3, failed: null },
	];

	test("what waited goes again as the saved bytes, in order; what failed stays failed", async () => {
		const outbox = create(left);
		expect(unsent()).toEqual(["a failed", "b waiting", "c waiting"]);
		outbox.wake();
		await settle();
		post(0).answer();
		await settle();
		expect(posts.map(({ text }) => text)).toEqual(["bytes b", "bytes c"]);
		expect(sealed).toBe(0);
	});

	test("what the server had taken is sent once more when the server may have lost it", async () => {
		const outbox = create(left.slice(1, 2));
		outbox.wake();
		await settle();
		post(0).answer();
		await settle();
		outbox.resume({ again: true });
		await settle();
		expect(posts.map(({ text }) => text)).toEqual(["bytes b", "bytes b"]);
	});

	test("what the server had taken is not sent again when it is merely woken, unless asked for", async () => {
		const outbox = create(left.slice(1, 2));
		outbox.wake();
		await settle();
		post(0).answer();
		await settle();
		outbox.wake();
		await settle();
		expect(posts).toHaveLength(1);
		outbox.wake({ again: true });
		await settle();
		expect(posts.map(({ text }) => text)).toEqual(["bytes b", "bytes b"]);
	});
});

import { nanoid } from "nanoid";
import { expect, vi } from "vitest";
import type { ProblemCode } from "../../protocol/errors.ts";
import type { StreamEvent, UserEvent } from "../../protocol/events.ts";
import type { CreateRoomBody } from "../../protocol/rooms.ts";
import type { Caller, Join, Publication, RoomStore } from "../room-store.ts";

/** A store under test, empty, and the hands on the world around it. */
export type Bench = {
	store: RoomStore;
	/** Lets the store's clock run by `ms`, or back if it is negative. */
	advance(ms: number): Promise<void>;
	/** Names of everything the store still keeps, of any room. */
	leftovers(): Promise<string[]>;
	close(): Promise<void>;
};

/** `rateLimits: false` lifts the budgets of messages, signals and joins. */
export type MakeBench = (options: { rateLimits: boolean }) => Promise<Bench>;

export function createBody(change: Partial<CreateRoomBody> = {}): CreateRoomBody {
	return {
		roomId: `r${nanoid(21)}`,
		memberId: nanoid(22),
		tokenHash: nanoid(43),
		accessHash: nanoid(43),
		profile: nanoid(60),
		ttlSeconds: 600,
		capacity: 5,
		...change,
	};
}

export function joinBody(room: { roomId: string; accessHash: string }, change: Partial<Join> = {}): Join {
	const { roomId, accessHash } = room;
	return { roomId, memberId: nanoid(22), tokenHash: nanoid(43), accessHash, profile: nanoid(60), ...change };
}

export const message = (text: string = nanoid(40)) => ({ id: nanoid(21), text });

/** A room with its starter and as many guests as asked for; each is a caller of the store. */
export async function openRoom(
	store: RoomStore,
	{ guests = 0, ...change }: Partial<CreateRoomBody> & { guests?: number } = {},
) {
	const room = createBody(change);
	const { answer } = await store.create(room);
	const joins = Array.from({ length: guests }, () => joinBody(room));
	for (const join of joins) await store.join(join);
	// `since`: the event by which the starter is in the room.
	return { room, starter: room, guests: joins as [Join, Join, Join, ...Join[]], since: answer.cursor };
}

export async function expectProblem(act: Promise<unknown>, code: ProblemCode): Promise<void> {
	await expect(act).rejects.toMatchObject({ name: "Problem", code });
}

/** Every stored event of the room, read as a stream would, without becoming one. */
export async function storedEvents(store: RoomStore, caller: Caller): Promise<UserEvent[]> {
	const events: UserEvent[] = [];
	for (let more = true; more; ) {
		const page = await store.attach(caller, { streamId: "reader", limit: 200, after: events.at(-1)?.id });
		events.push(...page.events);
		more = page.more;
	}
	await store.detach(caller, "reader");
	return events;
}

/** Everything published in the room from now on. */
export async function listen(store: RoomStore, roomId: string) {
	const heard: Publication[] = [];
	const stop = await store.subscribe(roomId, {
		publication: (publication) => heard.push(publication),
		lost: () => {},
	});
	const frames = () => heard.flatMap((publication) => ("evict" in publication ? [] : [publication]));
	return {
		stop,
		frames,
		events: (): StreamEvent[] => frames().map(({ event }) => event),
		evictions: () => heard.flatMap((publication) => ("evict" in publication ? [publication.evict] : [])),
		presence: () =>
			frames().flatMap(({ event }) =>
				"type" in event && event.type === "presence" ? [{ memberId: event.memberId, online: event.online }] : [],
			),
		/** Waits until a signal sent now is heard: all that was published before has been heard then. */
		async settled(caller: Caller) {
			const body = nanoid(20);
			await store.signal(caller, body);
			await vi.waitFor(() => {
				expect(frames().some(({ event }) => "type" in event && event.type === "signal" && event.body === body)).toBe(
					true,
				);
			});
		},
	};
}

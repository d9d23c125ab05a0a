import { setTimeout as wait } from "node:timers/promises";
import { Problem } from "../../backend/problems.ts";
import type { CreateRoomBody } from "../../backend/protocol/rooms.ts";
import type { Join, RoomStore } from "../../backend/store/room-store.ts";
import type { StoreKind } from "./plan.ts";
import { createDraw, type Draw } from "./seed.ts";
import { openStoreSite, type StoreSite } from "./stores.ts";

/** How the races on one store went. */
export type RacesOutcome = {
	store: StoreKind;
	races: number;
	/** Acts that were done before the end, and those that found no room any more: both must be many. */
	done: number;
	tooLate: number;
	/** What was left behind, or answered as nothing may be, each with the seed of its race. */
	broken: string[];
};

/** So many rooms race at a time; over REST each act is a request. */
const roomsAtOnce = (kind: StoreKind) => (kind === "upstash" ? 10 : 50);
/** An expiring room lives so long, ms; what races with its end is spread a little beyond that. */
const livesMs = { least: 5, most: 25 };
/** What an act may be refused with besides: the room was too full or too busy, or the machine too slow for REST. */
const mayBe = new Set(["room-full", "too-fast", "store-unavailable"]);

/**
 * Rooms in which everything happens at the moment of their end, by destroy or by expiry, through two servers' stores:
 * whatever came before or after, no key may be left.
 */
export async function runRaces(kind: StoreKind, races: number, seed: number): Promise<RacesOutcome> {
	const site = await openStoreSite(kind, 0);
	const servers = await Promise.all([site.open(), site.open()]);
	const stores = servers.map(({ store }) => store) as [RoomStore, RoomStore];
	const outcome: RacesOutcome = { store: kind, races, done: 0, tooLate: 0, broken: [] };
	const atOnce = roomsAtOnce(kind);
	try {
		for (let run = 0; run < races; run += atOnce) {
			const count = Math.min(atOnce, races - run);
			const roomIds = await Promise.all(
				Array.from({ length: count }, (_, index) => race(stores, seed + run + index, outcome)),
			);
			const names = new Map(roomIds.map((roomId, index) => [roomId, seed + run + index]));
			outcome.broken.push(...(await leftAt(site, names)));
			if (outcome.broken.length > 0) break;
		}
	} finally {
		for (const { close } of servers) await close();
		await site.close();
	}
	return outcome;
}

/** @returns the room's id */
async function race(stores: readonly [RoomStore, RoomStore], seed: number, outcome: RacesOutcome): Promise<string> {
	const draw = createDraw(seed);
	const expires = draw.chance(0.5);
	const lifeMs = livesMs.least + draw.below(livesMs.most - livesMs.least);
	const room = newRoom(draw, expires ? lifeMs / 1000 : 600);
	const guests = [newJoin(draw, room), newJoin(draw, room)] as const;
	const acts: Act[] = [() => answered(() => stores[0].create(room))];
	for (const guest of guests) acts.push(() => stores[1].join(guest));
	for (let more = 6 + draw.below(12); more > 0; more--)
		acts.push(drawAct(draw, draw.pick(stores), room, guests, expires));
	if (!expires) {
		const [store, place] = [draw.pick(stores), 3 + draw.below(acts.length - 2)];
		acts.splice(place, 0, () => answered(() => store.destroy(room)));
	}
	// Drawn before anything happens: the order of answers must not change what is drawn.
	const delays = acts.map(() => (expires ? draw.below(2 * lifeMs) : draw.below(3)));

	async function happen(act: () => Promise<unknown>): Promise<void> {
		try {
			await act();
			outcome.done++;
		} catch (error) {
			const code = error instanceof Problem ? error.code : String(error);
			if (code === "room-not-found") outcome.tooLate++;
			else if (!mayBe.has(code)) outcome.broken.push(`seed ${seed}: an act was answered ${code}`);
		}
	}

	const [create, ...others] = acts as [Act, ...Act[]];
	await happen(create);
	await Promise.all(others.map((act, index) => wait(delays[index]).then(() => happen(act))));
	return room.roomId;
}

type Act = () => Promise<unknown>;

/** Again until there is an answer: what makes the room and what ends it must be done, on a slow machine too. */
async function answered(act: Act): Promise<void> {
	for (let tries = 1; ; tries++) {
		try {
			await act();
			return;
		} catch (error) {
			if (!(error instanceof Problem) || error.code !== "store-unavailable" || tries === 10) throw error;
		}
	}
}

function drawAct(
	draw: Draw,
	store: RoomStore,
	room: CreateRoomBody,
	guests: readonly [Join, Join],
	expires: boolean,
): Act {
	const { roomId } = room;
	const who = draw.pick<Join>([room, ...guests]);
	const streamId = draw.id(16);
	switch (draw.weighted({ send: 5, join: 3, attach: 2, pulse: 1, signal: 1, change: 1, leave: 1, receipt: 1 })) {
		case "send": {
			const message = { id: draw.id(21), text: draw.id(40) };
			return () => store.send(who, message);
		}
		case "join": {
			const join = newJoin(draw, room);
			return () => store.join(join);
		}
		case "attach":
			return async () => {
				await store.attach(who, { streamId, limit: 10 });
				await store.detach(who, streamId);
			};
		case "pulse":
			return () => store.pulse(roomId, [{ memberId: who.memberId, streamId }]);
		case "signal":
			return () => store.signal(who, "eA");
		case "change":
			// One that expires stays one that does.
			return () => store.change(who, { ttlSeconds: expires ? livesMs.most / 1000 : 600 });
		case "leave": {
			// The starter stays, to destroy the room.
			const guest = draw.pick(guests);
			return () => store.leave(guest);
		}
		case "receipt":
			return () => store.receipt(roomId, "eA");
	}
}

function newRoom(draw: Draw, ttlSeconds: number): CreateRoomBody {
	const [roomId, memberId] = [`r${draw.id(21)}`, draw.id(22)];
	const [tokenHash, accessHash, profile] = [draw.id(43), draw.id(43), draw.id(60)];
	return { roomId, memberId, tokenHash, accessHash, profile, ttlSeconds, capacity: 5 };
}

function newJoin(draw: Draw, { roomId, accessHash }: CreateRoomBody): Join {
	return { roomId, accessHash, memberId: draw.id(22), tokenHash: draw.id(43), profile: draw.id(60) };
}

/** Keys that are there when every room's time is up. An expired one may take the store a moment to drop. */
async function leftAt(site: StoreSite, seeds: ReadonlyMap<string, number>): Promise<string[]> {
	const until = performance.now() + 5_000;
	for (;;) {
		const keys = await site.keys();
		if (keys.length === 0) return [];
		if (performance.now() > until) return keys.map((key) => `seed ${seedOf(key, seeds)}: ${key} was left`);
		await wait(20);
	}
}

function seedOf(key: string, seeds: ReadonlyMap<string, number>): number | string {
	for (const [roomId, seed] of seeds) if (key.includes(roomId)) return seed;
	return "unknown";
}

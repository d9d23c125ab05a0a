import { setTimeout as wait } from "node:timers/promises";
import type { History } from "./history.ts";
import type { ChaosPerson } from "./people.ts";

/** How long everybody may take to catch up, or to hear of the end, once all is healed, ms. */
export const calmWithinMs = 20_000;
/** So long a wait of a few ms may take before it counts no more, ms: then this machine had no time for us. */
const longestWaitMs = 100;

export const isLive = (person: ChaosPerson): boolean => person.room()?.phase === "live";

/** Whether all who are in the room have everything there is, with nothing unsent and nothing unread for want of a key. */
export function areCalm(people: readonly ChaosPerson[]): boolean {
	const rooms = people.map((person) => person.room());
	const here = new Set(rooms.flatMap((room) => (room?.phase === "live" ? room.me : [])));
	return rooms.every((room) => {
		if (room?.phase !== "live") return true;
		// Nobody else hands over the key of who has gone.
		const waits = room.log.some((entry) => entry.type === "sealed" && !entry.lost && here.has(entry.sender));
		return room.connection.name === "open" && room.caughtUp && room.unsent.length === 0 && !waits;
	});
}

/** Whether all who are in the room are at the same event. */
export function areSame(people: readonly ChaosPerson[]): boolean {
	const newest = people.flatMap((person) => {
		const room = person.room();
		return room?.phase === "live" ? [room.log.at(-1)?.cursor] : [];
	});
	return new Set(newest).size <= 1;
}

/** Whether the newest stream of somebody is the one that delivers. */
export function isAttached({ who }: ChaosPerson, history: History): boolean {
	const newest = history.findLast((line) => line.type === "stream" && line.who === who);
	return history.some(
		(line) =>
			newest?.type === "stream" && line.type === "frame" && line.stream === newest.stream && line.name === "connected",
	);
}

/**
 * Whether the screens of all who are in the room show what the server tells: these messages, no less and nothing that it
 * has forgotten, and this end, where it tells one.
 */
export function showAll(
	people: readonly ChaosPerson[],
	{ messages, expiresAt }: { messages: readonly { cursor: string }[]; expiresAt?: number },
): boolean {
	const cursors = messages.map(({ cursor }) => cursor).join();
	return people.every((person) => {
		const room = person.room();
		if (room?.phase !== "live") return true;
		if (expiresAt !== undefined && room.expiresAt !== expiresAt) return false;
		return room.log.flatMap((entry) => ("id" in entry ? [entry.cursor] : [])).join() === cursors;
	});
}

/** Whether one of these messages, by their ids, is on a screen. */
export function showAny(people: readonly ChaosPerson[], ids: readonly string[]): boolean {
	return people.some((person) => {
		const room = person.room();
		return room?.phase === "live" && room.log.some((entry) => entry.type === "message" && ids.includes(entry.id));
	});
}

/** Asks again and again; false when it does not become so in time. What fails is not so. */
export async function until(isSo: () => Promise<boolean>, withinMs = calmWithinMs): Promise<boolean> {
	for (let waitedMs = 0; waitedMs < withinMs; ) {
		if (await isSo().catch(() => false)) return true;
		const from = performance.now();
		await wait(15);
		waitedMs += Math.min(performance.now() - from, longestWaitMs);
	}
	return false;
}

import { limits } from "../protocol/limits.ts";
import type { MemoryRoom, MemorySeat } from "./memory-room.ts";

/** What an act on leases has to tell the room. */
export type LeaseNews = { memberId: string; online: boolean } | { evict: { memberId: string; streamId: string } };

export function isOnline(seat: MemorySeat, now: number): boolean {
	return [...seat.leases.values()].some((until) => until > now);
}

/** Forgets leases that ran out. @returns whether the member went offline by that. */
function dropStaleLeases(seat: MemorySeat, now: number): boolean {
	let dropped = false;
	for (const [streamId, until] of seat.leases) {
		if (until > now) continue;
		seat.leases.delete(streamId);
		seat.goneSince = Math.max(seat.goneSince, until);
		dropped = true;
	}
	return dropped && seat.leases.size === 0;
}

/** The seat a join into a full room may take: offline the longest, over the limit, not the starter's. */
export function replaceableSeat(room: MemoryRoom, now: number): MemorySeat | undefined {
	let found: { seat: MemorySeat; since: number } | undefined;
	for (const seat of room.seats.values()) {
		if (seat.memberId === room.starter || isOnline(seat, now)) continue;
		const since = Math.max(seat.goneSince, ...seat.leases.values());
		if (now - since > limits.seatMs && (found === undefined || since < found.since)) found = { seat, since };
	}
	return found?.seat;
}

/** Opens or renews the lease of one stream; ends the oldest of a member that holds too many. */
export function takeLease(seat: MemorySeat, streamId: string, now: number): LeaseNews[] {
	const { memberId } = seat;
	const news: LeaseNews[] = isOnline(seat, now) ? [] : [{ memberId, online: true }];
	dropStaleLeases(seat, now);
	seat.leases.set(streamId, now + limits.leaseMs);
	for (const oldest of [...seat.leases.keys()].slice(0, -limits.streamsPerMember)) {
		seat.leases.delete(oldest);
		news.push({ evict: { memberId, streamId: oldest } });
	}
	return news;
}

export function giveLeaseBack(seat: MemorySeat, streamId: string, now: number): LeaseNews[] {
	if (!seat.leases.delete(streamId)) return [];
	if (isOnline(seat, now)) return [];
	seat.leases.clear();
	seat.goneSince = now;
	return [{ memberId: seat.memberId, online: false }];
}

/** Renews the leases of live streams; a stream that lost its place to newer ones is told so again. */
export function renewLeases(
	room: MemoryRoom,
	streams: { memberId: string; streamId: string }[],
	now: number,
): LeaseNews[] {
	const news: LeaseNews[] = [];
	for (const { memberId, streamId } of streams) {
		const seat = room.seats.get(memberId);
		if (seat === undefined) continue;
		const live = [...seat.leases].filter(([, until]) => until > now);
		if (seat.leases.has(streamId)) seat.leases.set(streamId, now + limits.leaseMs);
		else if (live.length < limits.streamsPerMember) news.push(...takeLease(seat, streamId, now));
		else news.push({ evict: { memberId, streamId } });
	}
	for (const seat of room.seats.values()) {
		if (dropStaleLeases(seat, now)) news.push({ memberId: seat.memberId, online: false });
	}
	return news;
}

/** When the first lease ends that belongs to none of these streams; null when there is none. */
export function firstLeaseEnd(
	room: MemoryRoom,
	streams: { memberId: string; streamId: string }[],
	now: number,
): number | null {
	const renewed = new Set(streams.map(({ memberId, streamId }) => `${memberId}:${streamId}`));
	const ends = [...room.seats.values()].flatMap(({ memberId, leases }) =>
		[...leases].flatMap(([streamId, until]) => (until > now && !renewed.has(`${memberId}:${streamId}`) ? [until] : [])),
	);
	return ends.length === 0 ? null : Math.min(...ends);
}

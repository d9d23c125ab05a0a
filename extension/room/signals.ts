import { compareCursors } from "../../backend/protocol/ids.ts";
import type { Identity } from "../crypto/identity.ts";
import type { RoomKeys } from "../crypto/keys.ts";
import type { Profile } from "../crypto/profile.ts";
import type { Random } from "../crypto/random.ts";
import { sealSignal } from "../crypto/signal.ts";
import { createHearing, type Hearing } from "./hearing.ts";
import type { LiveState, LogEntry, RoomEvent, RoomState } from "./state.ts";
import { createTelling, type Shows, type Telling } from "./telling.ts";
import type { Time } from "./time.ts";

/** Who is writing and what was seen, both ways. */
export type Signals = Pick<Hearing, "open" | "take"> &
	Pick<Telling, "write" | "wrote"> & {
		/** The room is in sight here, read as far as its state says. */
		see(): void;
		/** To be told of every change of the room. */
		follow(before: LiveState, after: LiveState): void;
		stop(): void;
	};

export function createSignals(options: {
	keys: RoomKeys;
	roomId: string;
	identity: Identity;
	random: Random;
	time: Time;
	shows(): Shows;
	state(): RoomState;
	profileOf(memberId: string): Promise<Profile | null>;
	/** The server's time, ms. */
	now(): number;
	/** Sends the sealed body of one signal. */
	post(body: string): Promise<void>;
	dispatch(event: RoomEvent): void;
}): Signals {
	const { time, shows, state, now } = options;
	const hearing = createHearing(options);
	const telling = createTelling({
		...{ now, time, shows },
		canTell() {
			const room = state();
			return room.phase === "live" && room.caughtUp && room.connection.name === "open" && hasCompany(room);
		},
		post: async (payload) => options.post(await sealSignal({ ...options, payload })),
	});

	return {
		open: hearing.open,
		take(memberId, status) {
			// The room may have ended while it was opened.
			if (state().phase === "live") hearing.take(memberId, status);
		},
		write: telling.write,
		wrote: telling.wrote,
		see() {
			const room = state();
			if (room.phase === "live") telling.see(seenOfOthers(room));
		},
		follow(before, after) {
			if (before.people === after.people) return;
			const seen = seenOfOthers(after);
			if (seen !== null && cameBack(before, after).some((memberId) => wrote(after, memberId, seen))) telling.owe();
		},
		stop() {
			hearing.stop();
			telling.stop();
		},
	};
}

const hasCompany = ({ people, me }: LiveState) => people.some(({ memberId, online }) => online && memberId !== me);

/** Those who were not online before. */
function cameBack(before: LiveState, { people, me }: LiveState): string[] {
	const wasOnline = new Set(before.people.flatMap(({ memberId, online }) => (online ? [memberId] : [])));
	return people.flatMap(({ memberId, online }) =>
		online && memberId !== me && !wasOnline.has(memberId) ? [memberId] : [],
	);
}

const isMessage = (entry: LogEntry) => entry.type === "message" || entry.type === "withdrawn";

/** The newest message of another among what is read. */
function seenOfOthers({ log, me, readCursor }: LiveState): string | null {
	if (readCursor === null) return null;
	const seen = log.findLast(
		(entry) =>
			isMessage(entry) && "sender" in entry && entry.sender !== me && compareCursors(entry.cursor, readCursor) <= 0,
	);
	return seen?.cursor ?? null;
}

/** Whether it has a message that was seen: nobody else has anything of it to hear. */
const wrote = ({ log }: LiveState, memberId: string, seen: string) =>
	log.some((entry) => entry.type === "message" && entry.sender === memberId && compareCursors(entry.cursor, seen) <= 0);

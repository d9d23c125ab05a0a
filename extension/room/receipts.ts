import { limits } from "../../backend/protocol/limits.ts";
import type { Identity } from "../crypto/identity.ts";
import type { RoomKeys } from "../crypto/keys.ts";
import type { Profile } from "../crypto/profile.ts";
import type { Random } from "../crypto/random.ts";
import { isReceiptOf, sealReceipt } from "../crypto/receipt.ts";
import type { Api } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { repeat } from "./repeat.ts";
import { serverNow } from "./server-clock.ts";
import type { LiveState, Person } from "./state.ts";
import type { Jitter } from "./stream/backoff.ts";
import type { Time } from "./time.ts";

/** What the others say after a destroy: how many of them have wiped the room. In memory alone. */
export type Receipts = {
	/** Who else had a seat. */
	others: number;
	confirmed: number;
	/** Some may still answer. */
	isWaiting: boolean;
	/** By then the room has ended on its own wherever nobody confirmed it; ms, this machine's clock. */
	endsBy: number;
};

/** Who beside me can be asked. A seat whose profile never opened had no keys, and nobody to sign. */
export function othersHere({ people, me }: LiveState): readonly Person[] {
	return people.filter(({ memberId, here, name }) => here && memberId !== me && name !== null);
}

/**
 * Seals a receipt at once, while the keys are here, and posts it when the room is wiped. If it is not wiped, or the
 * server is out of reach, there is none.
 */
export async function confirmWipe(
	wiped: Promise<void>,
	parts: {
		keys: RoomKeys;
		roomId: string;
		identity: Identity;
		api: Pick<Api, "sendReceipt">;
		random: Random;
		time: Time;
		jitter: Jitter;
	},
): Promise<void> {
	const { roomId, api, time, jitter } = parts;
	const sealing = sealReceipt(parts);
	const isWiped = await wiped.then(
		() => true,
		() => false,
	);
	if (!isWiped) return;
	const receipt = await sealing;
	try {
		await repeat(() => api.sendReceipt(roomId, receipt), { time, jitter });
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
	}
}

/**
 * Counts the receipts of those who were here with me, each once, until all have confirmed or the stream brings no more.
 * @returns hears one receipt
 */
export function countReceipts(options: {
	keys: RoomKeys;
	roomId: string;
	/** The room as it was before it ended. */
	state: LiveState;
	profileOf(memberId: string): Promise<Profile | null>;
	time: Time;
	/** The first time at once; last with nothing to wait for. */
	told(receipts: Receipts): void;
}): (text: string) => void {
	const { keys, roomId, state, profileOf, time, told } = options;
	const silent = new Set(othersHere(state).map(({ memberId }) => memberId));
	const others = silent.size;
	const endsBy = time.wall() + lastEnd(state) - serverNow(state.clock, time.monotonic());
	let isOver = false;
	let turn: Promise<void> = Promise.resolve();
	const cancel = time.after(limits.receiptsMs, () => tell(true));

	function tell(isLast: boolean): void {
		if (isOver) return;
		isOver = isLast || silent.size === 0;
		if (isOver) cancel();
		told({ others, confirmed: others - silent.size, isWaiting: !isOver, endsBy });
	}

	/** A receipt doesn't say whose it is: that is sealed in it. */
	async function take(text: string): Promise<void> {
		for (const memberId of silent) {
			const sender = await profileOf(memberId);
			if (sender === null || !(await isReceiptOf({ keys, roomId, sender, text }))) continue;
			silent.delete(memberId);
			tell(false);
			return;
		}
	}

	tell(false);
	return (text) => {
		// One after the other: nobody is counted twice.
		if (!isOver) turn = turn.then(() => take(text));
	};
}

/** The latest end that anybody was ever told of: who is out of reach may not have heard of an earlier one. */
function lastEnd({ expiresAt, firstExpiresAt, log }: LiveState): number {
	const told = log.flatMap((entry) => (entry.type === "extended" ? [entry.expiresAt] : []));
	return Math.max(expiresAt, firstExpiresAt, ...told);
}

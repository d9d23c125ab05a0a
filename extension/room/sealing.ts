import { encodeBase64url } from "../crypto/base64url.ts";
import type { Identity } from "../crypto/identity.ts";
import type { RoomKeys } from "../crypto/keys.ts";
import { handshakeKey, sealKeys, sealMessage } from "../crypto/message.ts";
import type { Profile } from "../crypto/profile.ts";
import { newMessageId, type Random } from "../crypto/random.ts";
import { nullIfSealed } from "../crypto/seal-error.ts";
import { newSenderKey, senderKeyBytes, wrapSenderKey } from "../crypto/sender-key.ts";
import type { History } from "./history.ts";
import type { OutboxHandover } from "./outbox.ts";
import { type Handover, payloadOf, type Sealable } from "./payload.ts";
import { nextEpoch, nothingHanded, withoutKey } from "./sealing-plan.ts";
import type { SenderKeys } from "./sender-keys.ts";
import type { Handed, LiveState } from "./state.ts";

/** A sender key of mine as it is kept: base64url of 32 bytes. `to`: all who were ever given it. */
export type OwnSenderKey = Handed & { key: string };

/** Seals what this member says. One call at a time: what it gives must be on its way before the next. */
export type Sealer = {
	/**
	 * The message, sealed for those who are here now; `handovers` must go before it, in their order. `waiting`: those
	 * that are on their way. Rejects with what `save` threw.
	 */
	seal(
		message: Sealable & { id: string },
		waiting: readonly Handed[],
	): Promise<{ sealed: string; handovers: OutboxHandover[] }>;
	/** My newest key for those who came since it was made; null when nobody did. */
	handoverDue(waiting: readonly Handed[]): Promise<OutboxHandover | null>;
};

export function createSealer(options: {
	keys: RoomKeys;
	roomId: string;
	identity: Identity;
	senderKeys: SenderKeys;
	history: History;
	profileOf(memberId: string): Promise<Profile | null>;
	/** All sender keys I ever made here, oldest first. */
	own: readonly OwnSenderKey[];
	/** Before a key is given to anybody. */
	save(own: readonly OwnSenderKey[]): Promise<void>;
	live(): LiveState;
	random: Random;
}): Sealer {
	const { keys, roomId, identity, senderKeys, history, profileOf, save, live, random } = options;
	const { memberId: me } = identity;
	let own = options.own;
	/** Whose box key is none: they can't be handed anything. */
	const unreachable = new Set<string>();

	for (const { epoch, key } of own) senderKeys.add(me, epoch, senderKeyBytes(key));

	/** Who is to be handed the key of that epoch. */
	function missing(epoch: number, waiting: readonly Handed[]): string[] {
		const { people, handed } = live();
		const known = [...waiting, handed[me] ?? nothingHanded];
		return withoutKey(people, me, epoch, known).filter((memberId) => !unreachable.has(memberId));
	}

	/** Keeps a key that is new; gives nothing when there is nobody to hand it to. */
	async function handOver(key: OwnSenderKey, to: readonly string[]): Promise<OutboxHandover[]> {
		if (to.length === 0 && own.includes(key)) return [];
		const wraps: Handover["wraps"] = [];
		for (const memberId of to) {
			const box = await wrapFor(memberId, key);
			if (box === null) unreachable.add(memberId);
			else wraps.push([memberId, box]);
		}
		const { epoch } = key;
		await keep({ ...key, to: [...new Set([...key.to, ...to])] });
		if (wraps.length === 0) return [];
		const id = newMessageId(random);
		const seen = await history.latest();
		const payload: Handover = { kind: "keys", epoch, wraps, ...(seen && { seen }) };
		const sealed = await sealKeys({ under: handshakeKey(keys), roomId, identity, id, payload, random });
		return [{ kind: "handover", id, sealed, epoch, to: wraps.map(([memberId]) => memberId) }];
	}

	async function wrapFor(memberId: string, { epoch, key }: OwnSenderKey): Promise<string | null> {
		const profile = await profileOf(memberId);
		if (profile === null) return null;
		return nullIfSealed(
			wrapSenderKey({ keys, roomId, epoch, from: identity, to: profile, random }, senderKeyBytes(key)),
		);
	}

	async function keep(key: OwnSenderKey): Promise<void> {
		const changed = [...own.filter(({ epoch }) => epoch !== key.epoch), key];
		await save(changed);
		own = changed;
		senderKeys.add(me, key.epoch, senderKeyBytes(key.key));
	}

	return {
		async seal({ id, ...said }, waiting) {
			const newest = own.at(-1) ?? { ...nothingHanded, key: "" };
			// A seat that was lost and is had again has lost its keys too: their numbers are used.
			const used = live().handed[me]?.epoch ?? 0;
			const next = nextEpoch(live().people, me, newest);
			const epoch = next > 0 && newest.epoch < used ? used + 1 : next;
			const handovers: OutboxHandover[] = [];
			// Who came and has not got the key before this one may have been sent something under it.
			if (newest.epoch > 0) handovers.push(...(await handOver(newest, missing(newest.epoch, waiting))));
			if (epoch > newest.epoch) {
				const key = { epoch, to: [], key: encodeBase64url(newSenderKey(random)) };
				handovers.push(...(await handOver(key, missing(epoch, waiting))));
			}
			const under = await senderKeys.find(me, epoch);
			if (!under) throw new Error("a key of one's own is always here");
			const seen = await history.latest();
			const payload = { ...payloadOf(said), ...(seen && { seen }) };
			return { sealed: await sealMessage({ under, roomId, identity, id, payload, random }), handovers };
		},
		async handoverDue(waiting) {
			const newest = own.at(-1);
			const [handover] = newest ? await handOver(newest, missing(newest.epoch, waiting)) : [];
			return handover ?? null;
		},
	};
}

import * as z from "zod/mini";
import { key32, memberId } from "../../backend/protocol/ids.ts";
import { encodeBase64url } from "../crypto/base64url.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { RoomKeys } from "../crypto/keys.ts";
import { epochZeroKey, type MessageKey } from "../crypto/message.ts";
import { handshakeEpoch } from "../crypto/seal.ts";
import { senderKeyBytes, senderMessageKey } from "../crypto/sender-key.ts";

/** Sender keys that a former seat of the same person had: whose, of which epoch, and base64url of the 32 bytes. */
export const formerKeys = z.array(
	z.object({ memberId, epoch: z.int().check(z.minimum(1), z.maximum(handshakeEpoch - 1)), key: key32 }),
);
export type FormerKey = z.output<typeof formerKeys>[number];

/** The sender keys of one room that are here: my own, and those the others handed me. In memory. */
export type SenderKeys = {
	/** What messages of that member's epoch are sealed under; undefined as long as it is not here. */
	find(memberId: string, epoch: number): Promise<MessageKey> | undefined;
	/** The first key of an epoch stands: a member that hands out two is not believed the second. */
	add(memberId: string, epoch: number, key: Bytes): void;
	/** All but the link's, for the next seat of the same person. */
	all(): FormerKey[];
};

/** @param former what can be read beside what is handed to this seat, which goes first */
export function createSenderKeys({
	keys,
	roomId,
	former = [],
}: {
	keys: RoomKeys;
	roomId: string;
	former?: readonly FormerKey[];
}): SenderKeys {
	const linkKey = Promise.resolve(epochZeroKey(keys));
	const nameOf = (memberId: string, epoch: number) => `${memberId} ${epoch}`;

	function shelf() {
		const derived = new Map<string, Promise<MessageKey>>();
		const held = new Map<string, FormerKey>();
		return {
			find(name: string): Promise<MessageKey> | undefined {
				const each = held.get(name);
				const known = derived.get(name);
				if (!each || known) return known;
				const { memberId, epoch, key } = each;
				const made = senderMessageKey({ keys, roomId, memberId, epoch }, senderKeyBytes(key));
				derived.set(name, made);
				return made;
			},
			add(each: FormerKey) {
				const name = nameOf(each.memberId, each.epoch);
				if (!held.has(name)) held.set(name, each);
			},
			all: () => [...held.values()],
		};
	}

	const handed = shelf();
	const before = shelf();
	for (const each of former) before.add(each);

	return {
		find(memberId, epoch) {
			const name = nameOf(memberId, epoch);
			return epoch === 0 ? linkKey : (handed.find(name) ?? before.find(name));
		},
		add: (memberId, epoch, key) => handed.add({ memberId, epoch, key: encodeBase64url(key) }),
		all: () => [...before.all(), ...handed.all()],
	};
}

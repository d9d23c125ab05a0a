import type { Bytes } from "../crypto/bytes.ts";
import type { RoomKeys } from "../crypto/keys.ts";
import { epochZeroKey, type MessageKey } from "../crypto/message.ts";
import { senderMessageKey } from "../crypto/sender-key.ts";

/** The sender keys of one room that are here: my own, and those the others handed me. In memory. */
export type SenderKeys = {
	/** What messages of that member's epoch are sealed under; undefined as long as it is not here. */
	find(memberId: string, epoch: number): Promise<MessageKey> | undefined;
	/** The first key of an epoch stands: a member that hands out two is not believed the second. */
	add(memberId: string, epoch: number, key: Bytes): void;
};

export function createSenderKeys({ keys, roomId }: { keys: RoomKeys; roomId: string }): SenderKeys {
	const linkKey = Promise.resolve(epochZeroKey(keys));
	const held = new Map<string, Promise<MessageKey>>();
	const nameOf = (memberId: string, epoch: number) => `${memberId} ${epoch}`;
	return {
		find: (memberId, epoch) => (epoch === 0 ? linkKey : held.get(nameOf(memberId, epoch))),
		add(memberId, epoch, key) {
			const name = nameOf(memberId, epoch);
			if (!held.has(name)) held.set(name, senderMessageKey({ keys, roomId, memberId, epoch }, key));
		},
	};
}

import { seat } from "../../../backend/protocol/rooms.ts";
import { encrypt, nonceBytes } from "../../crypto/aes-gcm.ts";
import { encodeBase64url } from "../../crypto/base64url.ts";
import { type Bytes, concat, lengthPrefixed, uint32 } from "../../crypto/bytes.ts";
import { createIdentity, type Identity } from "../../crypto/identity.ts";
import { deriveRoomKeys, type RoomKeys } from "../../crypto/keys.ts";
import { handshakeKey, type MessageKey, sealKeys, sealMessage } from "../../crypto/message.ts";
import { openProfile, type Profile, sealProfile } from "../../crypto/profile.ts";
import { newMessageId, secureRandom as random } from "../../crypto/random.ts";
import { newSenderKey, senderMessageKey, wrapSenderKey } from "../../crypto/sender-key.ts";
import { sign } from "../../crypto/sign.ts";
import { sealSignal } from "../../crypto/signal.ts";
import { linkOf } from "../entrance.ts";

/** A member with a client of its own making: it has the link and a seat, and keeps no rule of what goes into a message. */
export type BadMember = {
	memberId: string;
	identity: Identity;
	keys: RoomKeys;
	/** Hands a key to others; `key` is the first of epoch 1 unless another is given. */
	handOver(
		to: readonly Profile[],
		handover?: { epoch?: number; key?: Bytes; extra?: [string, string][] },
	): Promise<void>;
	/** The key of messages under its key of epoch 1, or another. */
	under(key?: Bytes): Promise<MessageKey>;
	/** Seals a payload as its own, or in the name of another, and sends it. Gives the message. */
	say(
		payload: unknown,
		as?: { under?: MessageKey; memberId?: string; id?: string },
	): Promise<{ id: string; text: string }>;
	/** As `say`, of bytes that stand where a padded payload should. */
	sayBytes(padded: Bytes, signed: Bytes): Promise<void>;
	/** Sends this text as it is; gives the status of the answer. */
	post(text: string, id?: string): Promise<number>;
	profileOf(memberId: string, text: string): Promise<Profile>;
	/** Seals a signal as its own, or in the name of another. */
	sealSignal(payload: unknown, as?: string): Promise<string>;
	/** Sends this body of a signal as it is; gives the status of the answer. */
	signal(body: string): Promise<number>;
};

/** Joins. `profile`: what it says it is, sealed by itself; by default a fair one with that name. */
export async function createBadMember(options: {
	server: string;
	link: string;
	name?: string;
	profile?: (made: { keys: RoomKeys; roomId: string; identity: Identity }) => Promise<string>;
}): Promise<BadMember> {
	const { server, link, name = "Mal" } = options;
	const { roomId, secret } = linkOf(link);
	const keys = await deriveRoomKeys({ roomId, secret });
	const identity = await createIdentity(random);
	const { memberId, tokenHash, token } = identity;
	const made = { keys, roomId, identity };
	const profile = await (options.profile?.(made) ?? sealProfile({ ...made, name, random }));
	const firstKey = newSenderKey(random);

	async function call(path: string, body: object): Promise<Response> {
		const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
		return fetch(`${server}/api/rooms/${roomId}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
	}
	const joined = await call("/members", { memberId, tokenHash, accessKey: keys.accessKey, profile });
	seat.parse(await joined.json());

	const post = async (text: string, id = newMessageId(random)) => (await call("/messages", { id, text })).status;
	const under = (key = firstKey) => senderMessageKey({ keys, roomId, memberId, epoch: 1 }, key);

	return {
		...{ memberId, identity, keys, under, post },
		async handOver(to, { epoch = 1, key = firstKey, extra = [] } = {}) {
			const wraps: [string, string][] = [...extra];
			for (const each of to) {
				wraps.push([
					each.memberId,
					await wrapSenderKey({ keys, roomId, epoch, from: identity, to: each, random }, key),
				]);
			}
			const id = newMessageId(random);
			const payload = { kind: "keys", epoch, wraps };
			await post(await sealKeys({ under: handshakeKey(keys), roomId, identity, id, payload, random }), id);
		},
		async say(payload, { under: given, memberId: as = memberId, id = newMessageId(random) } = {}) {
			const key = given ?? (await under());
			const text = await sealMessage({
				under: key,
				roomId,
				identity: { ...identity, memberId: as },
				id,
				payload,
				random,
			});
			await post(text, id);
			return { id, text };
		},
		async sayBytes(padded, signed) {
			const { epoch, key } = await under();
			const id = newMessageId(random);
			const context = [roomId, memberId, id, uint32(epoch)];
			const signature = await sign(identity.sign.privateKey, { purpose: "message", context, payload: signed });
			const nonce = random(nonceBytes);
			const additionalData = lengthPrefixed(["message", ...context]);
			const box = await encrypt({ key, nonce, additionalData }, concat(signature, padded));
			await post(encodeBase64url(concat(Uint8Array.of(1), uint32(epoch), nonce, box)), id);
		},
		sealSignal: (payload, as = memberId) =>
			sealSignal({ keys, roomId, identity: { ...identity, memberId: as }, payload, random }),
		signal: async (body) => (await call("/signals", { body })).status,
		profileOf: (of, text) => openProfile({ keys, roomId, memberId: of, text }),
	};
}

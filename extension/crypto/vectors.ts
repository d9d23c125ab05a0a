import { type Appointment, openAppointment, sealAppointment } from "./appointment.ts";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import { importVerifyKey } from "./ed25519.ts";
import { emptyHistory, extendHistory, type HistoryEvent, writeDigest } from "./history-digest.ts";
import { exportIdentity, type Identity, importIdentity, type StoredIdentity } from "./identity.ts";
import { deriveRoomKeyBytes, deriveRoomKeys, type RoomKeys, roomKeyNames } from "./keys.ts";
import { formatLink, type Link, parseLink } from "./link.ts";
import {
	epochZeroKey,
	handshakeKey,
	type MessageKey,
	openKeys,
	openMessage,
	sealKeys,
	sealMessage,
} from "./message.ts";
import type { Purpose } from "./padding.ts";
import { openProfile, sealProfile } from "./profile.ts";
import { isReceiptOf, sealReceipt } from "./receipt.ts";
import { safetyNumber } from "./safety-number.ts";
import { SealError } from "./seal-error.ts";
import { senderMessageKey, unwrapSenderKey, wrapSenderKey } from "./sender-key.ts";
import { openSignal, sealSignal } from "./signal.ts";

/**
 * The shape of `vectors.json`. Bytes are base64url; `link`, `identity`, `from`, `to` and `senderKey` are positions in the
 * lists of those.
 */
export type Vectors = {
	links: readonly {
		text: string;
		server: string;
		roomId: string;
		secret: string;
		keys: Record<(typeof roomKeyNames)[number], string>;
		accessHash: string;
	}[];
	identities: readonly {
		stored: StoredIdentity;
		memberId: string;
		tokenHash: string;
		signPublicKey: string;
		boxPublicKey: string;
	}[];
	senderKeys: readonly { link: number; identity: number; epoch: number; key: string }[];
	/** A sender key on its way to one other member. */
	wraps: readonly { senderKey: number; to: number; nonce: string; box: string }[];
	safety: readonly { roomId: string; memberIds: readonly string[]; number: string }[];
	sealed: readonly (Where & { nonce: string; payload: unknown; text: string })[];
	refused: readonly (Where & { why: string; reason: string; text: string })[];
	refusedWraps: readonly {
		why: string;
		reason: string;
		link: number;
		from: number;
		to: number;
		epoch: number;
		box: string;
	}[];
	/** What a room's stream tells, and the digest of it after each event. */
	histories: readonly { events: readonly HistoryEvent[]; digests: readonly string[] }[];
};
/** `senderKey`: what a message is sealed under, if not the link's key. */
type Where = { purpose: Purpose; link: number; identity: number; id?: string; senderKey?: number };
type World = { links: Link[]; keys: RoomKeys[]; identities: Identity[]; senderKeys: Vectors["senderKeys"] };

/**
 * Runs every vector against this platform's WebCrypto. Gives a line for each that fails, none when all is well.
 * Needs no test framework: the same function runs in Node and in browsers.
 */
export async function checkVectors(vectors: Vectors): Promise<string[]> {
	const failures: string[] = [];
	const expect = (what: string, got: unknown, wanted: unknown) => {
		const [gotText, wantedText] = [JSON.stringify(got), JSON.stringify(wanted)];
		if (gotText !== wantedText) failures.push(`${what}: got ${gotText}, wanted ${wantedText}`);
	};

	const world: World = { links: [], keys: [], identities: [], senderKeys: vectors.senderKeys };
	for (const vector of vectors.links) {
		const link = parseLink(vector.text);
		if (link === null) return [`${vector.text}: not read as a link`];
		const { server, roomId, secret } = link;
		const read = { server, roomId, secret: encodeBase64url(secret) };
		expect("link read", read, { server: vector.server, roomId: vector.roomId, secret: vector.secret });
		expect("link written", formatLink(link), vector.text);
		const bytes = await deriveRoomKeyBytes(link);
		for (const name of roomKeyNames) expect(`key ${name}`, encodeBase64url(bytes[name]), vector.keys[name]);
		const keys = await deriveRoomKeys(link);
		expect("accessKey", keys.accessKey, vector.keys.access);
		expect("accessHash", keys.accessHash, vector.accessHash);
		expect("nameBytes", encodeBase64url(keys.nameBytes), vector.keys.name);
		world.links.push(link);
		world.keys.push(keys);
	}
	for (const { stored, ...wanted } of vectors.identities) {
		const identity = await importIdentity(stored);
		const { memberId, tokenHash, sign, box } = identity;
		const [signPublicKey, boxPublicKey] = [encodeBase64url(sign.publicKey), encodeBase64url(box.publicKey)];
		expect("identity", { memberId, tokenHash, signPublicKey, boxPublicKey }, wanted);
		expect("identity stored", await exportIdentity(identity), stored);
		world.identities.push(identity);
	}
	for (const { roomId, memberIds, number } of vectors.safety) {
		expect(`safety number of ${memberIds.length}`, await safetyNumber(roomId, memberIds), number);
	}
	for (const vector of vectors.sealed) {
		const what = `${vector.purpose} ${vector.text.slice(0, 30)}…`;
		expect(`${what} sealed`, await sealVector(world, vector), vector.text);
		expect(`${what} opened`, await openVector(world, vector), vector.payload);
	}
	for (const vector of vectors.refused) {
		const reason = await reasonOf(openVector(world, vector));
		expect(`${vector.purpose} refused for ${vector.why}`, reason, vector.reason);
	}
	for (const vector of vectors.wraps) {
		const { senderKey, to, nonce, box } = vector;
		const { link, identity, epoch, key } = at(vectors.senderKeys, senderKey);
		const random = () => bytesOf(nonce);
		const [sender, receiver] = [at(world.identities, identity), at(world.identities, to)];
		const wrapping = { ...roomAt(world, link), epoch };
		const wrapped = wrapSenderKey({ ...wrapping, from: sender, to: publicOf(receiver), random }, bytesOf(key));
		expect("wrapped", await wrapped, box);
		const unwrapped = await unwrapSenderKey({ ...wrapping, from: publicOf(sender), to: receiver }, box);
		expect("unwrapped", encodeBase64url(unwrapped), key);
	}
	for (const { why, reason, link, from, to, epoch, box } of vectors.refusedWraps) {
		const [sender, receiver] = [at(world.identities, from), at(world.identities, to)];
		const wrapping = { ...roomAt(world, link), epoch, from: publicOf(sender), to: receiver };
		expect(`wrap refused for ${why}`, await reasonOf(unwrapSenderKey(wrapping, box)), reason);
	}
	for (const { events, digests } of vectors.histories) {
		let digest = emptyHistory;
		const made: string[] = [];
		for (const event of events) {
			digest = await extendHistory(digest, event);
			made.push(writeDigest(digest));
		}
		expect("history", made, digests);
	}
	return failures;
}

/** Why it was refused. */
const reasonOf = (opening: Promise<unknown>): Promise<string> =>
	opening.then(
		(opened) => `opened: ${JSON.stringify(opened)}`,
		(error: unknown) => (error instanceof SealError ? error.reason : `no SealError but ${String(error)}`),
	);

async function sealVector(world: World, vector: Vectors["sealed"][number]): Promise<string> {
	const { purpose, payload, id = "" } = vector;
	const where = { ...placed(world, vector), random: () => bytesOf(vector.nonce) };
	switch (purpose) {
		case "profile":
			return sealProfile({ ...where, name: (payload as { name: string }).name });
		case "signal":
			return sealSignal({ ...where, payload });
		case "receipt":
			return sealReceipt(where);
		case "appointment":
			return sealAppointment({ ...where, appointment: payload as Appointment });
		case "keys":
			return sealKeys({ ...where, under: handshakeKey(where.keys), id, payload });
		case "message":
			return sealMessage({ ...where, under: await messageKey(world, vector), id, payload });
	}
}

/** The payload; of a profile `{name}`, once its keys are seen to be the identity's. */
async function openVector(world: World, vector: Where & { text: string }): Promise<unknown> {
	const { keys, roomId, identity } = placed(world, vector);
	const { purpose, text, id = "" } = vector;
	const { memberId } = identity;
	if (purpose === "profile") {
		const { name, boxKey } = await openProfile({ keys, roomId, memberId, text });
		return encodeBase64url(boxKey) === encodeBase64url(identity.box.publicKey) ? { name } : "another box key";
	}
	const sender = { memberId, signKey: await importVerifyKey(identity.sign.publicKey) };
	if (purpose === "signal") return openSignal({ keys, roomId, sender, text });
	if (purpose === "receipt") return { wiped: await isReceiptOf({ keys, roomId, sender, text }) };
	if (purpose === "appointment") return openAppointment({ keys, roomId, sender, text });
	const opening = { roomId, sender, id, text };
	if (purpose === "keys") return openKeys({ ...opening, under: handshakeKey(keys) });
	return openMessage({ ...opening, under: await messageKey(world, vector) });
}

function messageKey(world: World, { senderKey, link }: Where): Promise<MessageKey> | MessageKey {
	if (senderKey === undefined) return epochZeroKey(at(world.keys, link));
	const made = at(world.senderKeys, senderKey);
	const { memberId } = at(world.identities, made.identity);
	return senderMessageKey({ ...roomAt(world, made.link), memberId, epoch: made.epoch }, bytesOf(made.key));
}

const publicOf = ({ memberId, box }: Identity) => ({ memberId, boxKey: box.publicKey });
const bytesOf = (text: string) => decodeBase64url(text) as Bytes;
const roomAt = (world: World, link: number) => ({ roomId: at(world.links, link).roomId, keys: at(world.keys, link) });
const placed = (world: World, { link, identity }: Where) => ({
	...roomAt(world, link),
	identity: at(world.identities, identity),
});

function at<Item>(list: readonly Item[], position: number): Item {
	const item = list[position];
	if (item === undefined) throw new RangeError("a vector names what is not there");
	return item;
}

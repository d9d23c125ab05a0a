import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import { importVerifyKey } from "./ed25519.ts";
import { exportIdentity, type Identity, importIdentity, type StoredIdentity } from "./identity.ts";
import { deriveRoomKeyBytes, deriveRoomKeys, type RoomKeys, roomKeyNames } from "./keys.ts";
import { formatLink, type Link, parseLink } from "./link.ts";
import { epochZeroKey, openMessage, sealMessage } from "./message.ts";
import type { Purpose } from "./padding.ts";
import { openProfile, sealProfile } from "./profile.ts";
import { SealError } from "./seal-error.ts";
import { openSignal, sealSignal } from "./signal.ts";

/** The shape of `vectors.json`. Bytes are base64url; `link` and `identity` are positions in the lists above. */
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
	sealed: readonly (Where & { nonce: string; payload: unknown; text: string })[];
	refused: readonly (Where & { why: string; reason: string; text: string })[];
};
type Where = { purpose: Purpose; link: number; identity: number; id?: string };
type World = { links: Link[]; keys: RoomKeys[]; identities: Identity[] };

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

	const world: World = { links: [], keys: [], identities: [] };
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
	for (const vector of vectors.sealed) {
		const what = `${vector.purpose} ${vector.text.slice(0, 30)}…`;
		expect(`${what} sealed`, await sealVector(world, vector), vector.text);
		expect(`${what} opened`, await openVector(world, vector), vector.payload);
	}
	for (const vector of vectors.refused) {
		const outcome = await openVector(world, vector).catch((error: unknown) => error);
		const reason = outcome instanceof SealError ? outcome.reason : `no SealError but ${String(outcome)}`;
		expect(`${vector.purpose} refused for ${vector.why}`, reason, vector.reason);
	}
	return failures;
}

function sealVector(world: World, vector: Vectors["sealed"][number]): Promise<string> {
	const nonce = decodeBase64url(vector.nonce) as Bytes;
	const where = { ...placed(world, vector), random: () => nonce };
	if (vector.purpose === "profile") return sealProfile({ ...where, name: (vector.payload as { name: string }).name });
	if (vector.purpose === "signal") return sealSignal({ ...where, payload: vector.payload });
	return sealMessage({ ...where, under: epochZeroKey(where.keys), id: vector.id ?? "", payload: vector.payload });
}

/** The payload; of a profile `{name}`, once its keys are seen to be the identity's. */
async function openVector(world: World, vector: Where & { text: string }): Promise<unknown> {
	const { keys, roomId, identity } = placed(world, vector);
	const { text } = vector;
	const { memberId } = identity;
	if (vector.purpose === "profile") {
		const { name, boxKey } = await openProfile({ keys, roomId, memberId, text });
		return encodeBase64url(boxKey) === encodeBase64url(identity.box.publicKey) ? { name } : "another box key";
	}
	const sender = { memberId, signKey: await importVerifyKey(identity.sign.publicKey) };
	if (vector.purpose === "signal") return openSignal({ keys, roomId, sender, text });
	return openMessage({ under: epochZeroKey(keys), roomId, sender, id: vector.id ?? "", text });
}

function placed(world: World, where: Where) {
	const [link, keys, identity] = [world.links[where.link], world.keys[where.link], world.identities[where.identity]];
	if (!link || !keys || !identity) throw new RangeError("a vector names a link or identity that is not there");
	return { roomId: link.roomId, keys, identity };
}

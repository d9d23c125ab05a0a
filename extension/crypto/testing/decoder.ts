import {
	createDecipheriv,
	createHash,
	createPrivateKey,
	createPublicKey,
	diffieHellman,
	hkdfSync,
	verify,
} from "node:crypto";

// The sealed form once more, from what `backend/README.md` says of it and with nothing of the code it checks: another
// cryptography (Node's own), another base64url, another way to take bytes apart.

export type Link = { roomId: string; secret: Buffer };
/** What a member's profile says: its keys are raw, 32 bytes. */
export type Member = { memberId: string; name: string; sign: Buffer; box: Buffer };
type Place = { purpose: string; roomId: string; memberId: string; id: string };

const bytes = (text: string) => Buffer.from(text, "base64url");
const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest();
const uint32 = (value: number) => Buffer.from(value.toString(16).padStart(8, "0"), "hex");
const prefixed = (parts: (string | Buffer)[]) =>
	Buffer.concat(parts.flatMap((part) => [uint32(Buffer.byteLength(part)), Buffer.from(part as Buffer)]));
const hkdf = (source: Buffer, salt: Buffer | string, info: Buffer | string) =>
	Buffer.from(hkdfSync("sha256", source, salt, info, 32));
const jwk = (crv: "Ed25519" | "X25519", x: Buffer) =>
	createPublicKey({ key: { kty: "OKP", crv, x: x.toString("base64url") }, format: "jwk" });

export function readLink(text: string): Link {
	const [, roomId = "", secret = ""] = /\/r\/([^#]{22})#(.{43})$/.exec(text) ?? [];
	return { roomId, secret: bytes(secret) };
}

export const linkKey = ({ roomId, secret }: Link, name: string): Buffer => hkdf(secret, `mayfly/v1/${roomId}`, name);

const memberIdOf = (sign: Buffer) => sha256(sign).subarray(0, 16).toString("base64url");

/** AES-256-GCM of what stands behind a nonce of 12 bytes. */
function decrypt(key: Buffer, box: Buffer, additionalData: Buffer): Buffer {
	const opening = createDecipheriv("aes-256-gcm", key, box.subarray(0, 12)).setAAD(additionalData);
	opening.setAuthTag(box.subarray(-16));
	return Buffer.concat([opening.update(box.subarray(12, -16)), opening.final()]);
}

/** The payload of a sealed text; `signerOf` finds in it, or knows, whose signature it must bear. */
function open(key: Buffer, epoch: number, place: Place, text: string, signerOf: (payload: Payload) => Buffer): Payload {
	const sealed = bytes(text);
	if (sealed[0] !== 1) throw new Error("another version");
	if (sealed.readUInt32BE(1) !== epoch) throw new Error("another epoch");
	const context = [place.roomId, place.memberId, place.id, uint32(epoch)];
	const inside = decrypt(key, sealed.subarray(5), prefixed([place.purpose, ...context]));
	const [signature, padded] = [inside.subarray(0, 64), inside.subarray(64)];
	const payload = padded.subarray(2, 2 + padded.readUInt16BE());
	if (padded.subarray(2 + payload.length).some((byte) => byte !== 0)) throw new Error("padded with something");
	const value = JSON.parse(payload.toString()) as Payload;
	const signed = prefixed([`mayfly/v1/${place.purpose}`, ...context, payload]);
	if (!verify(null, signed, jwk("Ed25519", signerOf(value)), signature)) throw new Error("signed by another");
	return value;
}
type Payload = Record<string, unknown>;
type Purpose = "message" | "signal" | "receipt" | "appointment";

export function openProfile(link: Link, memberId: string, text: string): Member {
	const place = { purpose: "profile", roomId: link.roomId, memberId, id: "" };
	const profile = open(linkKey(link, "profile"), 0, place, text, ({ sign }) => bytes(String(sign)));
	const [sign, box] = [bytes(String(profile.sign)), bytes(String(profile.box))];
	if (memberIdOf(sign) !== memberId) throw new Error("another member's");
	return { memberId, name: String(profile.name), sign, box };
}

/** A signal, a receipt or an appointment (under the signals' key), or a message: of epoch 0 unless the sender's key of a later one is given. */
export function openText(
	link: Link,
	{ purpose = "message", id = "", text }: { purpose?: Purpose; id?: string; text: string },
	sender: Member,
	under?: { epoch: number; senderKey: Buffer },
): Payload {
	const { roomId } = link;
	const place = { purpose, roomId, memberId: sender.memberId, id };
	const name = prefixed(["mayfly/v1/sender", roomId, sender.memberId, uint32(under?.epoch ?? 0)]);
	const key = under
		? hkdf(under.senderKey, linkKey(link, "message"), name)
		: linkKey(link, purpose === "message" ? "message" : "signal");
	return open(key, under?.epoch ?? 0, place, text, () => sender.sign);
}

/** The sender key in a handover that is for me; `boxSeed` is my private half. */
export function openHandover(
	link: Link,
	{ id, text }: { id: string; text: string },
	sender: Member,
	me: { memberId: string; boxSeed: Buffer },
): { epoch: number; senderKey: Buffer } {
	const place = { purpose: "keys", roomId: link.roomId, memberId: sender.memberId, id };
	const handover = open(linkKey(link, "handshake"), 2 ** 32 - 1, place, text, () => sender.sign);
	const epoch = Number(handover.epoch);
	const [, box = ""] = (handover.wraps as [string, string][]).find(([to]) => to === me.memberId) ?? [];
	const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), me.boxSeed]);
	const privateKey = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
	const shared = diffieHellman({ privateKey, publicKey: jwk("X25519", sender.box) });
	const info = prefixed(["mayfly/v1/wrap", link.roomId, sender.memberId, me.memberId, uint32(epoch)]);
	return { epoch, senderKey: decrypt(hkdf(shared, linkKey(link, "handshake"), info), bytes(box), Buffer.alloc(0)) };
}

/** Of the members with these ids: eight groups of five digits. */
export function safetyNumberOf(roomId: string, memberIds: readonly string[]): string {
	const hash = sha256(prefixed(["mayfly/v1/safety", roomId, ...[...memberIds].sort()])).toString("hex");
	const digits = String(BigInt(`0x${hash}`))
		.slice(-40)
		.padStart(40, "0");
	return digits.replace(/.{5}(?=.)/g, "$& ");
}

export type Told = { id: string; event: string; data: Record<string, string | number | boolean> };

/** The digest of a history after each of its events, as a message tells it. */
export function digestsOf(events: readonly Told[]): string[] {
	let digest = Buffer.alloc(32);
	return events.map(({ id, event, data }) => {
		const fields: Record<string, (string | Buffer)[]> = {
			"chat.message": [String(data.id), String(data.sender), sha256(String(data.text))],
			"room.joined": [String(data.memberId), sha256(String(data.profile))],
			"room.left": [String(data.memberId), String(data.reason)],
			"room.extended": [String(data.by), String(data.expiresAt)],
			"room.locked": [uint32(data.locked ? 1 : 0)],
		};
		digest = sha256(prefixed(["mayfly/v1/history", digest, id, event, ...(fields[event] ?? [])]));
		return digest.toString("base64url");
	});
}

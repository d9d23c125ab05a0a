import { importSealKey } from "./aes-gcm.ts";
import { encodeBase64url } from "./base64url.ts";
import { type Bytes, sha256, utf8 } from "./bytes.ts";
import { hkdf } from "./hkdf.ts";
import type { Link } from "./link.ts";

/** What the link's secret is turned into, 32 bytes each; the names are HKDF's `info`. */
export const roomKeyNames = ["access", "profile", "handshake", "message", "signal", "name"] as const;
export type RoomKeyBytes = Record<(typeof roomKeyNames)[number], Bytes>;

/** Everything a member derives from the link. Only `accessKey` and `accessHash` ever reach the server. */
export type RoomKeys = {
	/** base64url, 43 characters: shown once, to join. */
	accessKey: string;
	/** base64url of its SHA-256: what the starter leaves with the server. */
	accessHash: string;
	/** AES-256-GCM keys. */
	profile: CryptoKey;
	handshake: CryptoKey;
	message: CryptoKey;
	signal: CryptoKey;
	/** The bytes of `message` and `handshake`, 32 each: the salts of what is derived further from sender keys. */
	messageBytes: Bytes;
	handshakeBytes: Bytes;
	/** 32 bytes for `roomName`. */
	nameBytes: Bytes;
};

/** HKDF-SHA-256(secret, salt = "mayfly/v1/" + roomId, info = the key's name). */
export async function deriveRoomKeyBytes({ roomId, secret }: Pick<Link, "roomId" | "secret">): Promise<RoomKeyBytes> {
	const salt = utf8(`mayfly/v1/${roomId}`);
	const derive = (name: string) => hkdf(secret, { salt, info: utf8(name) });
	const entries = await Promise.all(roomKeyNames.map(async (name) => [name, await derive(name)] as const));
	return Object.fromEntries(entries) as RoomKeyBytes;
}

export async function deriveRoomKeys(link: Pick<Link, "roomId" | "secret">): Promise<RoomKeys> {
	const bytes = await deriveRoomKeyBytes(link);
	const [accessHash, profile, handshake, message, signal] = await Promise.all([
		sha256(bytes.access),
		importSealKey(bytes.profile),
		importSealKey(bytes.handshake),
		importSealKey(bytes.message),
		importSealKey(bytes.signal),
	]);
	return {
		accessKey: encodeBase64url(bytes.access),
		accessHash: encodeBase64url(accessHash),
		profile,
		handshake,
		message,
		signal,
		messageBytes: bytes.message,
		handshakeBytes: bytes.handshake,
		nameBytes: bytes.name,
	};
}

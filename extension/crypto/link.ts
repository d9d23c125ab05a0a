import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import { newRoomId, type Random } from "./random.ts";

/** All that opens a room. The secret is never sent: browsers keep what stands after # to themselves. */
export type Link = {
	/** Origin of the room's server, "https://chat.example.org". */
	server: string;
	roomId: string;
	/** 32 random bytes. */
	secret: Bytes;
	/** 32 random bytes more in the link for one person: the key of an invite, which its joining spends. */
	invite?: Bytes | undefined;
};

const secretBytes = 32;
const longestLink = 2048;

/** A link to a new room on `server`, an http(s) origin. */
export function newLink(server: string, random: Random): Link {
	return { server: new URL(server).origin, roomId: newRoomId(random), secret: random(secretBytes) };
}

/** `<server>/r/<roomId>#<secret>`, and `.<invite>` behind it in a link for one person. */
export function formatLink({ server, roomId, secret, invite }: Link): string {
	return `${server}/r/${roomId}#${[secret, ...(invite ? [invite] : [])].map(encodeBase64url).join(".")}`;
}

/** The link that everybody in the room has. */
export const withoutInvite = ({ server, roomId, secret }: Link): Link => ({ server, roomId, secret });

/**
 * Reads a link as people paste it: white space around it and one pair of `<…>` (as mail programs write) are taken
 * off, and a query (as messengers add) is ignored. Null for anything else: another scheme, a user name, another
 * path, a secret that is not the one text of 32 bytes, text beside the link.
 */
export function parseLink(text: string): Link | null {
	const bare = text.trim().replace(/^<(.*)>$/, "$1");
	// `URL` would mend these silently, and two texts that look different would be the same link.
	if (bare.length > longestLink || /[\s\\\p{Cc}]/u.test(bare)) return null;
	if (!/^https?:\/\//i.test(bare) || !URL.canParse(bare)) return null;
	const url = new URL(bare);
	if (url.username !== "" || url.password !== "") return null;
	const roomId = /^\/r\/([A-Za-z][A-Za-z0-9_-]{21})$/.exec(url.pathname)?.[1];
	const [secret, invite, ...rest] = url.hash.slice(1).split(".").map(decodeBase64url);
	if (roomId === undefined || secret?.length !== secretBytes || rest.length > 0) return null;
	if (invite !== undefined && invite?.length !== secretBytes) return null;
	return { server: url.origin, roomId, secret, ...(invite && { invite }) };
}

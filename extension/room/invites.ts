import { encodeBase64url } from "../crypto/base64url.ts";
import { type Bytes, sha256 } from "../crypto/bytes.ts";
import type { Random } from "../crypto/random.ts";
import type { FoldEvent } from "./state.ts";

// An invite is a key that lets one person in, once, also while the room is locked. The server gets its hash from whoever
// invites, and the key itself from whoever comes in by it.

/** An invite that is neither used nor withdrawn, both base64url. */
export type Invite = { key: string; hash: string };

/** The link for one person. `link`: the one that everybody in the room has. */
export const inviteLink = (link: string, { key }: Invite): string => `${link}.${key}`;

export async function newInvite(random: Random): Promise<Invite> {
	const key = random(32);
	return { key: encodeBase64url(key), hash: await inviteHash(key) };
}

/** What the server knows an invite by. */
export const inviteHash = async (key: Bytes): Promise<string> => encodeBase64url(await sha256(key));

/** What is left when somebody came in by one of them. */
export function invitesAfter(invites: readonly Invite[], event: FoldEvent): readonly Invite[] {
	const used = event.type === "joined" ? event.invite : undefined;
	return invites.some(({ hash }) => hash === used) ? invites.filter(({ hash }) => hash !== used) : invites;
}

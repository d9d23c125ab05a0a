import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { Problem } from "./problems.ts";
import { roomId as roomIdSchema } from "./protocol/ids.ts";
import type { Caller } from "./store/room-store.ts";

/** base64url(SHA-256(the raw bytes of a base64url text)): what the store keeps of a token and of an access key. */
export function hashKey(key: string): string {
	return createHash("sha256").update(key, "base64url").digest("base64url");
}

/**
 * Who asks, by the bearer token and the room in the path.
 * @throws Problem `unauthorized` by the form of the header alone, then `room-not-found` by the form of the room's id
 */
export function callerOf(c: Context): Caller {
	const token = /^Bearer +([A-Za-z0-9_-]{43}) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
	if (token === undefined) throw new Problem("unauthorized");
	return { roomId: roomIdOf(c), tokenHash: hashKey(token) };
}

/** The room in the path. A malformed id answers as a room that is not there. */
export function roomIdOf(c: Context): string {
	const { data } = roomIdSchema.safeParse(c.req.param("roomId"));
	if (data === undefined) throw new Problem("room-not-found");
	return data;
}

/** Rejects with `create-token` who does not show the server's own token, where it has one, in `Create-Token`. */
export function checkCreateToken(c: Context, createToken: string | undefined): void {
	if (createToken === undefined) return;
	const digest = (text: string) => createHash("sha256").update(text).digest();
	if (!timingSafeEqual(digest(c.req.header("create-token") ?? ""), digest(createToken))) {
		throw new Problem("create-token");
	}
}

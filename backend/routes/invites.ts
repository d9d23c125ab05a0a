import type { Context, Hono } from "hono";
import { answerNothing } from "../answers.ts";
import { callerOf, hashKey, roomIdOf } from "../auth.ts";
import { Problem } from "../problems.ts";
import { key32 } from "../protocol/ids.ts";
import { knockBody } from "../protocol/rooms.ts";
import type { RoomStore } from "../store/room-store.ts";
import { serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

export function serveInvites(app: Hono, store: RoomStore): void {
	serveAddress(app, "/api/rooms/:roomId/knocks", {
		async POST(c) {
			const roomId = roomIdOf(c);
			const { accessKey, ...knock } = await readBody(c, knockBody);
			await store.knock({ roomId, ...knock, accessHash: hashKey(accessKey) });
			return answerNothing(202);
		},
	});

	serveAddress(app, "/api/rooms/:roomId/invites/:inviteHash", {
		async PUT(c) {
			await store.invite(callerOf(c), readInviteHash(c));
			return answerNothing(204);
		},
		async DELETE(c) {
			await store.withdraw(callerOf(c), readInviteHash(c));
			return answerNothing(204);
		},
	});
}

function readInviteHash(c: Context): string {
	const { data } = key32.safeParse(c.req.param("inviteHash"));
	if (data === undefined) throw new Problem("invalid-field", { field: "inviteHash" });
	return data;
}

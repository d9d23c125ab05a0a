import type { Hono } from "hono";
import { callerOf, hashKey, roomIdOf } from "../auth.ts";
import { Problem } from "../problems.ts";
import { memberId as memberIdSchema } from "../protocol/ids.ts";
import { joinRoomBody } from "../protocol/rooms.ts";
import type { RoomStore } from "../store/room-store.ts";
import { serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

export function serveMembers(app: Hono, store: RoomStore): void {
	serveAddress(app, "/api/rooms/:roomId/members", {
		async POST(c) {
			const roomId = roomIdOf(c);
			const { accessKey, ...member } = await readBody(c, joinRoomBody);
			const { answer, created } = await store.join({ roomId, ...member, accessHash: hashKey(accessKey) });
			return c.json(answer, created ? 201 : 200);
		},
	});

	serveAddress(app, "/api/rooms/:roomId/members/me", {
		async DELETE(c) {
			await store.leave(callerOf(c));
			return c.body(null, 204);
		},
	});

	serveAddress(app, "/api/rooms/:roomId/members/:memberId", {
		async DELETE(c) {
			const caller = callerOf(c);
			const { data: memberId } = memberIdSchema.safeParse(c.req.param("memberId"));
			// Said of every room alike, so that nothing can be learned by it.
			if (memberId === undefined) throw new Problem("member-not-found");
			await store.remove(caller, memberId);
			return c.body(null, 204);
		},
	});
}

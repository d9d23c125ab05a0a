import type { Hono } from "hono";
import { answerJson, answerNothing } from "../answers.ts";
import { callerOf, hashKey, roomIdOf } from "../auth.ts";
import { parse } from "../parse.ts";
import { Problem } from "../problems.ts";
import { memberId as memberIdSchema } from "../protocol/ids.ts";
import { joinRoomBody, leaveQuery } from "../protocol/rooms.ts";
import type { RoomStore } from "../store/room-store.ts";
import { serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

export function serveMembers(app: Hono, store: RoomStore): void {
	serveAddress(app, "/api/rooms/:roomId/members", {
		async POST(c) {
			const roomId = roomIdOf(c);
			const { accessKey, invite, ...member } = await readBody(c, joinRoomBody);
			const hashes = {
				accessHash: hashKey(accessKey),
				...(invite !== undefined && { inviteHash: hashKey(invite) }),
			};
			const { answer, created } = await store.join({ roomId, ...member, ...hashes });
			return answerJson(answer, created ? 201 : 200);
		},
	});

	serveAddress(app, "/api/rooms/:roomId/members/:memberId", {
		async DELETE(c) {
			const caller = callerOf(c);
			const named = c.req.param("memberId");
			// An address of its own would make Hono take its slow router: it has one name for one place.
			if (named === "me") await store.leave(caller, parse(leaveQuery, c.req.query()).invite);
			else await store.remove(caller, readMemberId(named));
			return answerNothing(204);
		},
	});
}

/** Said of every room alike, so that nothing can be learned by it. */
function readMemberId(text: string | undefined): string {
	const { data } = memberIdSchema.safeParse(text);
	if (data === undefined) throw new Problem("member-not-found");
	return data;
}

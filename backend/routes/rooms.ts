import type { Hono } from "hono";
import { answerJson, answerNothing } from "../answers.ts";
import { callerOf, checkCreateToken } from "../auth.ts";
import { appointBody, changeRoomBody, createRoomBody } from "../protocol/rooms.ts";
import type { RoomStore } from "../store/room-store.ts";
import { type Handler, serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

/** @param options.countCreate takes one create from the budget of who asks; throws `too-fast` */
export function serveRooms(
	app: Hono,
	store: RoomStore,
	options: { createToken: string | undefined; countCreate: (...[c]: Parameters<Handler>) => void },
): void {
	serveAddress(app, "/api/rooms", {
		async POST(c) {
			checkCreateToken(c, options.createToken);
			options.countCreate(c);
			const { answer, created } = await store.create(await readBody(c, createRoomBody));
			return answerJson(answer, created ? 201 : 200);
		},
	});

	serveAddress(app, "/api/rooms/:roomId", {
		async GET(c) {
			return answerJson(await store.read(callerOf(c)));
		},
		async PATCH(c) {
			const caller = callerOf(c);
			return answerJson(await store.change(caller, await readBody(c, changeRoomBody)));
		},
		async DELETE(c) {
			await store.destroy(callerOf(c));
			return answerNothing(204);
		},
	});

	serveAddress(app, "/api/rooms/:roomId/starter", {
		async PUT(c) {
			const caller = callerOf(c);
			await store.appoint(caller, await readBody(c, appointBody));
			return answerNothing(204);
		},
	});
}

import type { Hono } from "hono";
import { answerJson } from "../answers.ts";
import { callerOf } from "../auth.ts";
import { parse } from "../parse.ts";
import { historyQuery, sendMessageBody } from "../protocol/messages.ts";
import type { RoomStore } from "../store/room-store.ts";
import { serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

export function serveMessages(app: Hono, store: RoomStore): void {
	serveAddress(app, "/api/rooms/:roomId/messages", {
		async POST(c) {
			const caller = callerOf(c);
			const { answer, created } = await store.send(caller, await readBody(c, sendMessageBody));
			return answerJson(answer, created ? 201 : 200);
		},
		async GET(c) {
			const caller = callerOf(c);
			return answerJson(await store.history(caller, parse(historyQuery, c.req.query())));
		},
	});
}

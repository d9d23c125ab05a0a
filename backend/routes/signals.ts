import type { Hono } from "hono";
import { answerNothing } from "../answers.ts";
import { callerOf } from "../auth.ts";
import { sendSignalBody } from "../protocol/messages.ts";
import type { RoomStore } from "../store/room-store.ts";
import { serveAddress } from "./address.ts";
import { readBody } from "./body.ts";

export function serveSignals(app: Hono, store: RoomStore): void {
	serveAddress(app, "/api/rooms/:roomId/signals", {
		async POST(c) {
			const caller = callerOf(c);
			const { body } = await readBody(c, sendSignalBody);
			await store.signal(caller, body);
			return answerNothing(202);
		},
	});
}

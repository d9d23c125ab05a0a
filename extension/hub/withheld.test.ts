import { afterEach, beforeEach, expect, test } from "vitest";
import { createSseTransport } from "../room/stream/sse.ts";
import type { Transport } from "../room/stream/transport.ts";
import { systemTime } from "../room/time.ts";
import { createPerson, meet, type Person, sendAllHome } from "./testing/person.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

let server: TestServer;
let ann: Person;
let ben: Person;
/** What the server does with messages on Ben's streams: it sends pings and all else. */
let withholds: "nothing" | "once" | "always";
let streams: number;

beforeEach(async () => {
	server = await startTestServer();
	withholds = "nothing";
	streams = 0;
	ann = createPerson({ server: server.origin });
	ben = createPerson({ server: server.origin, options: { transportTo: withholding } });
});
afterEach(async () => {
	sendAllHome();
	await server.close();
});

function withholding(to: string): Transport {
	const transport = createSseTransport({ server: to, fetch, time: systemTime });
	return {
		open(request, listener) {
			const isFirst = streams++ === 0;
			return transport.open(request, {
				...listener,
				frame(frame) {
					const isMessage = "event" in frame && frame.event === "chat.message";
					if (!isMessage || withholds === "nothing" || (withholds === "once" && !isFirst)) listener.frame(frame);
				},
			});
		},
	};
}

test("a tail that a server leaves out on one stream is had on the next, and nothing is said", async () => {
	const { roomId } = await meet(ann, ben);
	const before = streams;
	withholds = "once";
	await ann.do({ type: "send", roomId, text: "lost on the way" });
	await ben.reads(roomId, ["lost on the way"]);
	expect(streams).toBe(before + 1);
	expect(ben.live(roomId).withheld).toBe(false);
});

test("a tail that a server goes on leaving out is said to be withheld; when it comes, it is read and no more said", async () => {
	const { roomId } = await meet(ann, ben);
	withholds = "always";
	await ann.do({ type: "send", roomId, text: "held back" });
	await ben.until(() => ben.live(roomId).withheld);
	expect(ben.live(roomId).log.some(({ type }) => type === "message")).toBe(false);
	expect(ann.live(roomId).withheld).toBe(false);
	withholds = "nothing";
	await ben.do({ type: "reconnect" });
	await ben.reads(roomId, ["held back"]);
	await ben.until(() => !ben.live(roomId).withheld);
});

import { expect, test } from "vitest";
import type { UserEvent } from "../../backend/protocol/events.ts";
import { createIdentity } from "../crypto/identity.ts";
import { deriveRoomKeys } from "../crypto/keys.ts";
import { newLink } from "../crypto/link.ts";
import { epochZeroKey, sealMessage } from "../crypto/message.ts";
import { sealProfile } from "../crypto/profile.ts";
import { newMessageId, secureRandom as random } from "../crypto/random.ts";
import { createHistory } from "./history.ts";
import { createOpener } from "./opening.ts";
import { createReceiver } from "./receiving.ts";
import { createSenderKeys } from "./sender-keys.ts";
import type { FoldEvent, RoomEvent } from "./state.ts";
import { systemTime as time } from "./time.ts";

const noSignals = { open: async () => null, take() {} };
const noKnocks = { open: async () => null, take() {} };

test("what a server shows a second time, under a new cursor, is no second message; after a reset all begins anew", async () => {
	const link = newLink("https://chat.example.org", random);
	const { roomId } = link;
	const keys = await deriveRoomKeys(link);
	const ann = await createIdentity(random);
	const { memberId } = ann;
	const id = newMessageId(random);
	const text = await sealMessage({
		...{ under: epochZeroKey(keys), roomId, identity: ann, id, random },
		payload: { kind: "text", text: "yes, do it" },
	});
	const profile = await sealProfile({ keys, roomId, identity: ann, name: "Ann", random });
	const event = (n: number, name: UserEvent["event"], data: object) =>
		({ id: `${n}-${n}`, channel: roomId, event: name, data }) as UserEvent;
	const said = (n: number, sealed = text) =>
		event(n, "chat.message", { id, sender: memberId, text: sealed, roomId, timestamp: n });

	const folded: FoldEvent[] = [];
	let settle = () => {};
	const done = new Promise<void>((resolve) => {
		settle = resolve;
	});
	const nothing = () => {};
	const senderKeys = createSenderKeys({ keys, roomId });
	const opener = createOpener({ keys, roomId, identity: ann, senderKeys, history: createHistory() });
	const receive = createReceiver({
		...{ roomId, time, opener, signals: noSignals, knocks: noKnocks, dispatch: nothing, wasReset: nothing },
		fold: (one) => folded.push(one),
		...{ destroyed: nothing, expired: settle, receipt: nothing, roomNotFound: nothing },
	});
	receive(event(1, "room.joined", { memberId, profile }), 0);
	// One that was tampered with does not take the true one's place.
	receive(said(2, `${text.slice(0, -8)}AAAAAAAA`), 0);
	for (const n of [3, 4, 5]) receive(said(n), 0);
	receive({ type: "reset", channel: roomId }, 0);
	receive(event(1, "room.joined", { memberId, profile }), 0);
	for (const n of [3, 4]) receive(said(n), 0);
	receive({ type: "ended", channel: roomId, reason: "expired" }, 0);
	await done;
	expect(folded.map(({ type }) => type)).toEqual([
		...["joined", "caught", "message", "caught", "caught"],
		...["joined", "message", "caught"],
	]);
});

test("a ping tells the time on the stream on which the room is attached, and not before", async () => {
	const told: RoomEvent["type"][] = [];
	let settle = () => {};
	const done = new Promise<void>((resolve) => {
		settle = resolve;
	});
	const nothing = () => {};
	const roomId = `r${"a".repeat(21)}`;
	const receive = createReceiver({
		...{
			roomId,
			time,
			signals: noSignals,
			knocks: noKnocks,
			opener: { open: () => new Promise(nothing), reset: nothing },
		},
		...{ fold: nothing, wasReset: nothing },
		dispatch: ({ type }) => told.push(type),
		...{ destroyed: nothing, expired: settle, receipt: nothing, roomNotFound: nothing },
	});
	const ping = { type: "ping", timestamp: 1, cursors: { [roomId]: "1-1" } } as const;
	receive(ping, 10);
	receive({ type: "connected", channel: roomId, cursor: "1-1", now: 1, expiresAt: 2 }, 10);
	receive(ping, 10);
	// The next stream, perhaps to a server that has not asked its store for anything yet.
	receive(ping, 20);
	receive({ type: "ended", channel: roomId, reason: "expired" }, 20);
	await done;
	expect(told).toEqual(["pinged", "clock", "connected", "clock", "pinged", "pinged"]);
});

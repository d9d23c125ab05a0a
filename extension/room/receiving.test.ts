import { expect, test } from "vitest";
import type { UserEvent } from "../../backend/protocol/events.ts";
import { createIdentity } from "../crypto/identity.ts";
import { deriveRoomKeys } from "../crypto/keys.ts";
import { newLink } from "../crypto/link.ts";
import { sealMessage } from "../crypto/message.ts";
import { sealProfile } from "../crypto/profile.ts";
import { newMessageId, secureRandom as random } from "../crypto/random.ts";
import { createOpener } from "./opening.ts";
import { createReceiver } from "./receiving.ts";
import type { FoldEvent } from "./state.ts";
import { systemTime as time } from "./time.ts";

test("what a server shows a second time, under a new cursor, is no second message; after a reset all begins anew", async () => {
	const link = newLink("https://chat.example.org", random);
	const { roomId } = link;
	const keys = await deriveRoomKeys(link);
	const ann = await createIdentity(random);
	const { memberId } = ann;
	const id = newMessageId(random);
	const text = await sealMessage({
		...{ keys, roomId, identity: ann, id, random },
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
	const receive = createReceiver({
		...{ roomId, time, open: createOpener({ keys, roomId }), dispatch: nothing, wasReset: nothing },
		fold: (one) => folded.push(one),
		...{ destroyed: nothing, expired: settle, roomNotFound: nothing },
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

import { beforeAll, beforeEach, expect, test } from "vitest";
import { createIdentity, type Identity } from "../crypto/identity.ts";
import { deriveRoomKeys, type RoomKeys } from "../crypto/keys.ts";
import { newLink } from "../crypto/link.ts";
import type { Profile } from "../crypto/profile.ts";
import { secureRandom as random } from "../crypto/random.ts";
import { epochOf } from "../crypto/seal.ts";
import { createHistory } from "./history.ts";
import { createSealer, type OwnSenderKey } from "./sealing.ts";
import { createSenderKeys } from "./sender-keys.ts";
import type { Handed, LiveState, Person } from "./state.ts";
import { liveState } from "./testing/live-state.ts";

const link = newLink("https://chat.example.org", random);
const { roomId } = link;
const message = { id: "m".repeat(21), text: "hi" };
let keys: RoomKeys;
let identity: Identity;
let people: Person[];
let boxKeys: Map<string, Profile["boxKey"]>;
let handed: Record<string, Handed>;
let saved: readonly OwnSenderKey[];

beforeAll(async () => {
	keys = await deriveRoomKeys(link);
	identity = await createIdentity(random);
});
beforeEach(() => {
	people = [];
	boxKeys = new Map();
	handed = {};
	saved = [];
});

async function comesIn(name: string): Promise<string> {
	const { memberId, box } = await createIdentity(random);
	boxKeys.set(memberId, box.publicKey);
	people = [...people, { memberId, name, order: people.length + 1, here: true, online: true }];
	return memberId;
}
const leaves = (memberId: string) => {
	people = people.map((person) => (person.memberId === memberId ? { ...person, here: false } : person));
};
const sealer = () =>
	createSealer({
		...{ keys, roomId, identity, senderKeys: createSenderKeys({ keys, roomId }), history: createHistory(), random },
		profileOf: async (memberId) => {
			const boxKey = boxKeys.get(memberId);
			return boxKey ? { memberId, name: "", signKey: keys.message, boxKey } : null;
		},
		own: saved,
		save: async (own) => {
			saved = own;
		},
		live: (): LiveState => liveState({ me: identity.memberId, people, handed }),
	});
const short = (handovers: readonly Handed[]) => handovers.map(({ epoch, to }) => ({ epoch, to }));

test("keys are kept before they are given to anybody, and go on after a restart", async () => {
	const ben = await comesIn("Ben");
	const first = await sealer().seal(message, []);
	expect(saved).toMatchObject([{ epoch: 1, to: [ben] }]);
	expect(short(first.handovers)).toEqual([{ epoch: 1, to: [ben] }]);
	handed = { [identity.memberId]: { epoch: 1, to: [ben] } };
	const again = await sealer().seal(message, []);
	expect(again.handovers).toEqual([]);
	expect(epochOf(again.sealed)).toBe(1);
});

test("a key on its way is not handed over twice", async () => {
	await comesIn("Ben");
	const mine = sealer();
	const { handovers } = await mine.seal(message, []);
	expect((await mine.seal(message, handovers)).handovers).toEqual([]);
	const cat = await comesIn("Cat");
	const due = await mine.handoverDue(handovers);
	expect(due).toMatchObject({ epoch: 1, to: [cat] });
	expect(await mine.handoverDue([...handovers, ...(due ? [due] : [])])).toBeNull();
});

test("a newcomer who is seen only as somebody else is gone gets the key before the new one too", async () => {
	const ben = await comesIn("Ben");
	const mine = sealer();
	const { handovers } = await mine.seal(message, []);
	handed = { [identity.memberId]: handovers[0] ?? { epoch: 0, to: [] } };
	const cat = await comesIn("Cat");
	leaves(ben);
	const next = await mine.seal(message, []);
	expect(short(next.handovers)).toEqual([
		{ epoch: 1, to: [cat] },
		{ epoch: 2, to: [cat] },
	]);
	expect(epochOf(next.sealed)).toBe(2);
});

test("who has no key to be reached by is handed nothing, and holds nobody up", async () => {
	const ben = await comesIn("Ben");
	const eve = await comesIn("Eve");
	boxKeys.set(eve, new Uint8Array(32));
	const mine = sealer();
	const { handovers } = await mine.seal(message, []);
	expect(short(handovers)).toEqual([{ epoch: 1, to: [ben] }]);
	expect(await mine.handoverDue(handovers)).toBeNull();
});

test("a key that can't be kept is given to nobody", async () => {
	await comesIn("Ben");
	const full = createSealer({
		...{ keys, roomId, identity, senderKeys: createSenderKeys({ keys, roomId }), history: createHistory(), random },
		profileOf: async () => null,
		own: [],
		save: () => Promise.reject(new Error("quota")),
		live: () => liveState({ me: identity.memberId, people }),
	});
	await expect(full.seal(message, [])).rejects.toThrow("quota");
});

test("who lost its keys and has its seat again does not use a number twice: the others know another key by it", async () => {
	const ben = await comesIn("Ben");
	handed = { [identity.memberId]: { epoch: 2, to: [ben] } };
	const { sealed, handovers } = await sealer().seal(message, []);
	expect(short(handovers)).toEqual([{ epoch: 3, to: [ben] }]);
	expect(epochOf(sealed)).toBe(3);
});

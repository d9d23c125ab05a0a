import { beforeAll, expect, test } from "vitest";
import { limits } from "../../backend/protocol/limits.ts";
import { createIdentity, type Identity } from "../crypto/identity.ts";
import { deriveRoomKeys, type RoomKeys } from "../crypto/keys.ts";
import { newLink } from "../crypto/link.ts";
import { openProfile, type Profile, sealProfile } from "../crypto/profile.ts";
import { secureRandom as random } from "../crypto/random.ts";
import { sealReceipt } from "../crypto/receipt.ts";
import { ApiError } from "./api-error.ts";
import { confirmWipe, countReceipts, type Receipts } from "./receipts.ts";
import type { LiveState, LogEntry, Person } from "./state.ts";
import { createFakeTime } from "./testing/fake-time.ts";
import { liveState } from "./testing/live-state.ts";
import { sleep, systemTime } from "./time.ts";

const { roomId, secret } = newLink("https://chat.example.org", random);
let keys: RoomKeys;
let [me, ann, ben] = [] as unknown as [Identity, Identity, Identity];
const profiles = new Map<string, Profile>();

beforeAll(async () => {
	keys = await deriveRoomKeys({ roomId, secret });
	[me, ann, ben] = [await createIdentity(random), await createIdentity(random), await createIdentity(random)];
	for (const identity of [me, ann, ben]) {
		const { memberId } = identity;
		const text = await sealProfile({ keys, roomId, identity, name: "Small Plover", random });
		profiles.set(memberId, await openProfile({ keys, roomId, memberId, text }));
	}
});

const person = ({ memberId }: Identity, change: Partial<Person> = {}): Person => ({
	...{ memberId, name: "Small Plover", order: 0, here: true, online: true },
	...change,
});
const receiptOf = (identity: Identity) => sealReceipt({ keys, roomId, identity, random });

function count(people: readonly Person[], state: Partial<LiveState> = {}) {
	const time = createFakeTime();
	const told: Receipts[] = [];
	const hear = countReceipts({
		...{ keys, roomId, time },
		state: liveState({ me: me.memberId, people, clock: { server: 1_000_000, at: 0 }, ...state }),
		profileOf: async (memberId) => profiles.get(memberId) ?? null,
		told: (receipts) => told.push(receipts),
	});
	/** Cryptography takes real time. */
	const until = async (length: number) => {
		while (told.length < length) await sleep(systemTime, 1);
	};
	return { time, told, hear, until };
}
const numbers = (told: Receipts[]) =>
	told.map(({ others, confirmed, isWaiting }) => [confirmed, others, isWaiting ? "waiting" : "over"]);

test("each of the others is counted once, and when all have confirmed nothing more is waited for", async () => {
	const { told, hear, until } = count([person(me), person(ann), person(ben)]);
	const receipt = await receiptOf(ann);
	for (const text of [receipt, receipt, await receiptOf(ann), await receiptOf(me), "AAAA"]) hear(text);
	await until(2);
	hear(await receiptOf(ben));
	await until(3);
	expect(numbers(told)).toEqual([
		[0, 2, "waiting"],
		[1, 2, "waiting"],
		[2, 2, "over"],
	]);
});

test("who does not answer in time is left out, and a late answer changes nothing", async () => {
	const { time, told, hear, until } = count([person(me), person(ann), person(ben)]);
	hear(await receiptOf(ben));
	await until(2);
	await time.advance(limits.receiptsMs);
	hear(await receiptOf(ann));
	await sleep(systemTime, 50);
	expect(numbers(told)).toEqual([
		[0, 2, "waiting"],
		[1, 2, "waiting"],
		[1, 2, "over"],
	]);
});

test("who had left and who never had a name that opened is not waited for", async () => {
	const people = [person(me), person(ann), person(ben, { here: false })];
	const ghost: Person = { memberId: "g".repeat(22), name: null, order: 3, here: true, online: true };
	const { told } = count([...people, ghost]);
	expect(numbers(told)).toEqual([[0, 1, "waiting"]]);
});

test("a room ends out of reach at the latest end that was ever told, by this machine's clock", () => {
	const extended = (expiresAt: number): LogEntry => ({
		...{ type: "extended", cursor: "1-1", by: "x", timestamp: 1, expiresAt, addedMs: 0 },
	});
	const endIn = (state: Partial<LiveState>) => {
		const { time, told } = count([person(me), person(ann)], state);
		return (told[0]?.endsBy ?? 0) - time.wall();
	};
	expect(endIn({ expiresAt: 1_060_000, firstExpiresAt: 1_060_000 })).toBe(60_000);
	// Shortened since: who was away then still goes by the end before.
	const log = [extended(1_900_000), extended(1_060_000)];
	expect(endIn({ expiresAt: 1_060_000, firstExpiresAt: 1_060_000, log })).toBe(900_000);
});

test("a receipt is posted once the room is wiped, not before, and not at all when it is not", async () => {
	const posted: string[] = [];
	const api = { sendReceipt: async (_: string, body: string) => void posted.push(body) };
	const parts = { keys, roomId, identity: ann, api, random, time: systemTime, jitter: () => 0 };
	let settle = () => {};
	const wiped = new Promise<void>((resolve) => {
		settle = resolve;
	});
	const confirming = confirmWipe(wiped, parts);
	await sleep(systemTime, 50);
	expect(posted).toEqual([]);
	settle();
	await confirming;
	expect(posted).toHaveLength(1);
	await confirmWipe(Promise.reject(new Error("no space")), parts);
	expect(posted).toHaveLength(1);
});

test("a server that takes no receipt is no fault of the room", async () => {
	const api = { sendReceipt: () => Promise.reject(new ApiError("not-found")) };
	await confirmWipe(Promise.resolve(), {
		...{ keys, roomId, identity: ann, api, random, time: systemTime, jitter: () => 0 },
	});
});

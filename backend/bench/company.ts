import { createIdentity, type Identity } from "../../extension/crypto/identity.ts";
import { deriveRoomKeys } from "../../extension/crypto/keys.ts";
import { newLink } from "../../extension/crypto/link.ts";
import { handshakeKey, sealKeys } from "../../extension/crypto/message.ts";
import { sealProfile } from "../../extension/crypto/profile.ts";
import { newMessageId, secureRandom as random } from "../../extension/crypto/random.ts";
import { newSenderKey, wrapSenderKey } from "../../extension/crypto/sender-key.ts";
import { createHistory } from "../../extension/room/history.ts";
import { createOpener } from "../../extension/room/opening.ts";
import { createSenderKeys } from "../../extension/room/sender-keys.ts";
import type { StoredEvent } from "../../extension/room/stream/transport.ts";
import { limits } from "../protocol/limits.ts";
import { compare } from "./ratios.ts";
import { printPart, ratioCells } from "./report.ts";
import { type Effort, takeTurns } from "./rounds.ts";

const people = limits.capacity.most;

/** ms of one. */
async function millis(act: () => Promise<unknown>): Promise<number> {
	const from = performance.now();
	await act();
	return performance.now() - from;
}

/** All at once, as a replay brings them. */
const times = (count: number, act: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, act));

/** What keys cost in the largest room: to come in, and to seal the first message after somebody has gone. */
export async function benchCompany(effort: Effort): Promise<void> {
	const link = newLink("https://chat.example.org", random);
	const { roomId } = link;
	const keys = await deriveRoomKeys(link);
	const all = await Promise.all(Array.from({ length: people }, () => createIdentity(random)));
	const [newcomer, ...others] = all as [Identity, ...Identity[]];

	async function wrapped(from: Identity, to: readonly Identity[]): Promise<string> {
		const key = newSenderKey(random);
		const wraps: [string, string][] = [];
		for (const { memberId, box } of to) {
			const receiver = { memberId, boxKey: box.publicKey };
			wraps.push([memberId, await wrapSenderKey({ keys, roomId, epoch: 1, from, to: receiver, random }, key)]);
		}
		const payload = { kind: "keys" as const, epoch: 1, wraps };
		return sealKeys({ under: handshakeKey(keys), roomId, identity: from, id, payload, random });
	}

	const id = newMessageId(random);
	const event = (name: StoredEvent["event"], data: object, at: number) =>
		({ id: `1-${at + 1}`, channel: roomId, event: name, data }) as StoredEvent;
	const joins = all.map(async (identity, at) => {
		const profile = await sealProfile({ keys, roomId, identity, name: "Quiet Heron", random });
		return event("room.joined", { memberId: identity.memberId, profile }, at);
	});
	const handovers = others.map(async (from, at) => {
		const text = await wrapped(from, [newcomer]);
		return event("chat.message", { id, sender: from.memberId, text, roomId, timestamp: 1 }, people + at);
	});
	const events = await Promise.all([...joins, ...handovers]);

	async function comeIn(): Promise<void> {
		const senderKeys = createSenderKeys({ keys, roomId });
		const opener = createOpener({ keys, roomId, identity: newcomer, senderKeys, history: createHistory() });
		await Promise.all(events.map((each) => opener.open(each)));
		if (senderKeys.all().length !== others.length) throw new Error("not every key was taken out");
	}

	const bare = await bareCalls();
	const measured = await takeTurns(effort, {
		comeIn: () => millis(comeIn),
		// Each profile and each handover is verified and opened, and out of each handover comes a key.
		bareComeIn: () => millis(() => Promise.all([times(2 * people - 1, bare.open), times(others.length, bare.unwrap)])),
		handOut: () => millis(() => wrapped(newcomer, others)),
		bareHandOut: () =>
			millis(async () => {
				for (let at = 0; at < others.length; at++) await bare.wrap();
				await bare.seal();
			}),
	});
	const write = (ms: number) => ms.toFixed(1);
	const rows = [
		[`come into a room of ${people}`, ...ratioCells(compare(measured.comeIn, measured.bareComeIn), write)],
		[`a new key to the ${others.length} others`, ...ratioCells(compare(measured.handOut, measured.bareHandOut), write)],
	];
	printPart(
		"`sealing`: what keys cost in the largest room",
		["", "Mayfly, ms", "bare WebCrypto, ms", "ratio", "rounds", "target"],
		rows,
	);
}

/** The calls of WebCrypto that cannot be done without, on as many bytes. */
async function bareCalls() {
	const { subtle } = crypto;
	const aes = await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
	const signing = (await subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
	const boxing = (await subtle.generateKey("X25519", false, ["deriveBits"])) as CryptoKeyPair;
	const [iv, text, salt, info] = [random(12), random(256), random(32), random(80)];
	const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, aes, text);
	const signature = await subtle.sign("Ed25519", signing.privateKey, text);
	const agreed = async (): Promise<CryptoKey> => {
		const shared = await subtle.deriveBits({ name: "X25519", public: boxing.publicKey }, boxing.privateKey, 256);
		const base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
		const bits = await subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, base, 256);
		return subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt", "decrypt"]);
	};
	return {
		async open() {
			await subtle.decrypt({ name: "AES-GCM", iv }, aes, sealed);
			await subtle.verify("Ed25519", signing.publicKey, signature, text);
		},
		async seal() {
			await subtle.sign("Ed25519", signing.privateKey, text);
			await subtle.encrypt({ name: "AES-GCM", iv }, aes, text);
		},
		async wrap() {
			await subtle.encrypt({ name: "AES-GCM", iv }, await agreed(), salt);
		},
		async unwrap() {
			await agreed();
			await subtle.decrypt({ name: "AES-GCM", iv }, aes, sealed);
		},
	};
}

import type { UserEvent } from "../../backend/protocol/events.ts";
import { openAppointment } from "../crypto/appointment.ts";
import type { Identity } from "../crypto/identity.ts";
import type { RoomKeys } from "../crypto/keys.ts";
import { handshakeKey, type MessageKey, openKeys, openMessage } from "../crypto/message.ts";
import { openProfile, type Profile } from "../crypto/profile.ts";
import { epochOf, handshakeEpoch } from "../crypto/seal.ts";
import { nullIfSealed } from "../crypto/seal-error.ts";
import { unwrapSenderKey } from "../crypto/sender-key.ts";
import type { History } from "./history.ts";
import { handover, isUnknownKind, payload, type Seen, saidIn } from "./payload.ts";
import type { SenderKeys } from "./sender-keys.ts";
import type { FoldEvent, OpenedEvent } from "./state.ts";
import type { StoredEvent } from "./stream/transport.ts";

/** A stored message and who sent it. */
type Sealed = { cursor: string; id: string; text: string; sender: Profile };

type AppointedEvent = Extract<UserEvent, { event: "room.starter" }>;

/** Opens and checks the events of one room. */
export type Opener = {
	/**
	 * Call it in the order of the events: it learns who is who, and what their keys are, from those among them. It
	 * begins at once, so that many open at a time; never rejects.
	 */
	open(event: StoredEvent): Promise<FoldEvent>;
	/** All events follow again, from the first. */
	reset(): void;
	/** The last profile of that member that opened. */
	profileOf(memberId: string): Promise<Profile | null>;
};

export function createOpener(options: {
	keys: RoomKeys;
	roomId: string;
	identity: Identity;
	senderKeys: SenderKeys;
	history: History;
}): Opener {
	const { keys, roomId, identity, senderKeys, history } = options;
	/** The last profile of each member that opened, or null: none did. */
	const profiles = new Map<string, Promise<Profile | null>>();
	/** The last handover of each member's keys: what they send after it may need them. */
	const handovers = new Map<string, Promise<unknown>>();
	/** Messages whose key is not here yet, by their sender and epoch. */
	let waiting = new Map<string, Sealed[]>();
	const waitingFor = (memberId: string, epoch: number) => `${memberId} ${epoch}`;
	const profileOf = (memberId: string) => profiles.get(memberId) ?? Promise.resolve(null);

	function learnProfile(memberId: string, text: string): Promise<Profile | null> {
		const before = profileOf(memberId);
		const opened = nullIfSealed(openProfile({ keys, roomId, memberId, text }));
		// One that does not open must not take the member's good name away.
		const known = opened.then((profile) => profile ?? before);
		profiles.set(memberId, known);
		return opened;
	}

	async function openText(event: Extract<UserEvent, { event: "chat.message" }>): Promise<FoldEvent> {
		const { id: cursor, data } = event;
		const { id, sender: memberId, text } = data;
		const epoch = epochOf(text);
		// Both are looked up before the first wait: they are those of this place in the order.
		const knownProfile = profileOf(memberId);
		const handedBefore = handovers.get(memberId);
		if (epoch === handshakeEpoch) {
			// One after the other: the first key of an epoch stands, and whoever waits for the last has them all.
			const opening = Promise.all([knownProfile, handedBefore]).then(([sender]) =>
				sender ? openHandover({ cursor, id, text, sender }) : caughtAt({ cursor, id }, memberId),
			);
			handovers.set(memberId, opening);
			return opening;
		}
		const [sender] = await Promise.all([knownProfile, handedBefore]);
		if (!sender || epoch === null) return caughtAt({ cursor, id }, memberId);
		const sealed = { cursor, id, text, sender };
		const under = senderKeys.find(memberId, epoch);
		if (under) return openWith(await under, sealed);
		const name = waitingFor(memberId, epoch);
		waiting.set(name, [...(waiting.get(name) ?? []), sealed]);
		return { type: "sealed", cursor, id, sender: memberId, epoch };
	}

	async function openWith(under: MessageKey, { cursor, id, text, sender }: Sealed): Promise<OpenedEvent> {
		const { memberId } = sender;
		const opened = await nullIfSealed(openMessage({ under, roomId, sender, id, text }));
		const { data: read } = payload.safeParse(opened);
		if (read) {
			const told = { cursor, id, sender: memberId, shown: await compare(read.seen) };
			const said = saidIn(read);
			return said.act ? { type: "act", ...told, act: said.act } : { type: "message", ...told, ...said };
		}
		// Truly theirs, of a kind that a newer version knows.
		return isUnknownKind(opened)
			? { type: "skipped", cursor, id, sender: memberId }
			: caughtAt({ cursor, id }, memberId);
	}

	/** Takes the key out that is for me, if one is, and opens what waited for it. */
	async function openHandover({ cursor, id, text, sender }: Sealed): Promise<FoldEvent> {
		const { memberId } = sender;
		const caught = caughtAt({ cursor, id }, memberId);
		const { data } = handover.safeParse(
			await nullIfSealed(openKeys({ under: handshakeKey(keys), roomId, sender, id, text })),
		);
		if (!data) return caught;
		const { epoch, wraps } = data;
		const [, box] = wraps.find(([to]) => to === identity.memberId) ?? [];
		if (box !== undefined) {
			const key = await nullIfSealed(unwrapSenderKey({ keys, roomId, epoch, from: sender, to: identity }, box));
			if (key === null) return caught;
			senderKeys.add(memberId, epoch, key);
		}
		const shown = await compare(data.seen);
		const to = wraps.map(([receiver]) => receiver);
		return {
			type: "handed",
			cursor,
			id,
			sender: memberId,
			epoch,
			to,
			shown,
			opened: await openWaiting(memberId, epoch),
		};
	}

	/** The server's word alone hands nothing on: it takes the signature of who is said to have done it. */
	async function openAppointed({ id: cursor, data }: AppointedEvent): Promise<FoldEvent> {
		const { memberId, by, body } = data;
		const sender = await profileOf(by);
		const said = sender && (await nullIfSealed(openAppointment({ keys, roomId, sender, text: body })));
		return { type: "appointed", cursor, memberId, by, since: said?.to === memberId ? said.since : null };
	}

	async function openWaiting(memberId: string, epoch: number): Promise<OpenedEvent[]> {
		const under = await senderKeys.find(memberId, epoch);
		const name = waitingFor(memberId, epoch);
		const sealed = waiting.get(name) ?? [];
		if (!under) return [];
		waiting.delete(name);
		return Promise.all(sealed.map((each) => openWith(under, each)));
	}

	const compare = (seen: Seen | undefined) => (seen ? history.compare(seen) : "unknown");

	return {
		async open(event) {
			const cursor = event.id;
			history.add(event);
			switch (event.event) {
				case "chat.message":
					return openText(event);
				case "room.joined": {
					const { memberId, profile, invite } = event.data;
					const opened = await learnProfile(memberId, profile);
					return { type: "joined", cursor, memberId, name: opened?.name ?? null, ...(invite && { invite }) };
				}
				case "room.left":
					return { type: "left", cursor, ...event.data };
				case "room.extended":
					return { type: "extended", cursor, ...event.data };
				case "room.locked":
					return { type: "locked", cursor, ...event.data };
				case "room.starter":
					return openAppointed(event);
				case "unknown":
					return { type: "skipped", cursor, id: null, sender: null };
			}
		},
		reset() {
			history.clear();
			waiting = new Map();
		},
		profileOf,
	};
}

const caughtAt = (at: { cursor: string; id: string }, sender: string): OpenedEvent => ({
	type: "caught",
	...at,
	sender,
});

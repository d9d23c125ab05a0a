import type { Knocks } from "./knocks.ts";
import type { Opener } from "./opening.ts";
import type { Signals } from "./signals.ts";
import type { FoldEvent, RoomEvent } from "./state.ts";
import type { StreamFrame } from "./stream/transport.ts";
import type { Time } from "./time.ts";

/** What the frames of one room come to. Called one at a time, in the order the frames came. */
export type Receiver = {
	roomId: string;
	opener: Pick<Opener, "open" | "reset">;
	signals: Pick<Signals, "open" | "take">;
	knocks: Pick<Knocks, "open" | "take">;
	time: Time;
	dispatch(event: RoomEvent): void;
	fold(event: FoldEvent): void;
	destroyed(): void;
	expired(): void;
	/** Somebody has wiped the room that was destroyed before. */
	receipt(text: string): void;
	wasReset(): void;
	roomNotFound(): void;
};

/** What a member says in a message of its own. */
const said: ReadonlySet<FoldEvent["type"]> = new Set(["message", "act", "sealed", "handed"]);

/**
 * Takes the frames of one room as they come: opens them at once and many at a time, because a replay may bring
 * thousands, and lets them happen in their order. `sentAt`: when the stream was asked for, monotonic ms.
 */
export function createReceiver(receiver: Receiver): (frame: StreamFrame, sentAt: number) => void {
	const { roomId, opener, signals, knocks, time, dispatch } = receiver;
	let tail: Promise<void> = Promise.resolve();
	/** The stream on which the room is attached, by when it was asked for. */
	let attachedOn: number | null = null;
	/** Ids of the messages that were taken. */
	const taken = new Set<string>();

	/** No message comes twice: a server that shows an old one again, at another place, is caught. */
	function once(event: FoldEvent): FoldEvent {
		if (!said.has(event.type) || !("id" in event) || event.id === null || event.sender === null) return event;
		const { cursor, id, sender } = event;
		if (taken.has(id)) return { type: "caught", cursor, id, sender };
		taken.add(id);
		return event;
	}

	function inTurn(work: () => void | Promise<void>): void {
		tail = tail.then(work).catch((error: unknown) => {
			// A mistake of ours in one frame must be seen, and must not swallow all that follow.
			queueMicrotask(() => {
				throw error;
			});
		});
	}

	return (frame, sentAt) => {
		const receivedAt = time.monotonic();
		if ("event" in frame) {
			if (frame.event === "chat.destroy") {
				inTurn(receiver.destroyed);
			} else {
				const opening = opener.open(frame);
				inTurn(async () => receiver.fold(once(await opening)));
			}
			return;
		}
		if (frame.type === "signal") {
			const { sender } = frame;
			const opening = signals.open(sender, frame.body);
			inTurn(async () => {
				const status = await opening;
				if (status) signals.take(sender, status);
			});
			return;
		}
		if (frame.type === "knock") {
			const opening = knocks.open(frame);
			inTurn(async () => {
				const knock = await opening;
				if (knock) knocks.take(knock);
			});
			return;
		}
		// At once: the events behind it are opened before its turn comes.
		if (frame.type === "reset") opener.reset();
		inTurn(() => {
			switch (frame.type) {
				case "connected":
					attachedOn = sentAt;
					dispatch({ type: "clock", sample: { server: frame.now, sentAt, receivedAt } });
					dispatch({ type: "connected", cursor: frame.cursor, expiresAt: frame.expiresAt });
					break;
				case "ping": {
					const cursor = frame.cursors[roomId];
					// Before that, a server that has just begun may not know the store's clock, by which rooms live.
					if (attachedOn === sentAt) dispatch({ type: "clock", sample: { server: frame.timestamp, receivedAt } });
					if (cursor !== undefined) dispatch({ type: "pinged", cursor });
					break;
				}
				case "reset":
					taken.clear();
					dispatch({ type: "reset" });
					receiver.wasReset();
					break;
				case "presence":
					dispatch({ type: "presence", memberId: frame.memberId, online: frame.online });
					break;
				case "receipt":
					receiver.receipt(frame.body);
					break;
				case "ended":
					receiver.expired();
					break;
				case "error":
					receiver.roomNotFound();
					break;
			}
		});
	};
}

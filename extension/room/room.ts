import { sealAppointment } from "../crypto/appointment.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { Identity } from "../crypto/identity.ts";
import type { RoomKeys } from "../crypto/keys.ts";
import { newMessageId, type Random } from "../crypto/random.ts";
import type { Act } from "./acts.ts";
import type { Api } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { createFileBytes } from "./file-bytes.ts";
import { createFilesOut } from "./files-out.ts";
import { createHistory } from "./history.ts";
import { type Invite, newInvite } from "./invites.ts";
import { createKnocks } from "./knocks.ts";
import {
	appointStarter,
	destroyRoom,
	extendRoom,
	lockRoom,
	openInvite,
	removeMember,
	withdrawInvite,
} from "./lasting-acts.ts";
import { canView, isForKeeps } from "./once.ts";
import { createOpener } from "./opening.ts";
import { createOutbox, type OutboxEntry } from "./outbox.ts";
import type { SavedFiles } from "./outgoing.ts";
import { type Content, contentOf, pageOf, type Said, saidOf, sharedPage } from "./payload.ts";
import { confirmWipe, countReceipts, othersHere, type Receipts } from "./receipts.ts";
import { createReceiver } from "./receiving.ts";
import { reduce } from "./reduce.ts";
import { checkSaid, isOfUse, isSaid, replacedBy, restOf } from "./saying.ts";
import { createSealer, type OwnSenderKey } from "./sealing.ts";
import { createSeatCheck } from "./seat-check.ts";
import { createSenderKeys, type FormerKey } from "./sender-keys.ts";
import { serverNow } from "./server-clock.ts";
import { type FileFacts, mostFileBytes } from "./shared-file.ts";
import { createSignals } from "./signals.ts";
import type { Compared, Draft, EndedState, EndReason, FoldEvent, LiveState, RoomEvent, RoomState } from "./state.ts";
import type { Jitter } from "./stream/backoff.ts";
import type { StreamConnection } from "./stream/connection.ts";
import type { Shows } from "./telling.ts";
import type { Time } from "./time.ts";

/** What of a live room outlives this context. Each resolves when it is saved, and rejects when there is no space. */
export type RoomKeeper = {
	outbox(entries: readonly OutboxEntry[]): Promise<void>;
	files(files: SavedFiles): Promise<void>;
	senderKeys(own: readonly OwnSenderKey[]): Promise<void>;
	draft(draft: Draft): Promise<void>;
	read(cursor: string): Promise<void>;
	compared(compared: Compared): Promise<void>;
	invites(invites: readonly Invite[]): Promise<void>;
	facts(facts: Pick<LiveState, "createdAt" | "founder" | "expiresAt" | "clock">): Promise<void>;
	/** Nothing of the room is left but how it ended. */
	wipe(ended: EndedState): Promise<void>;
};

export type RoomParts = {
	roomId: string;
	keys: RoomKeys;
	identity: Identity;
	/** My sealed profile, the very text the server has: it makes a second join the same join. */
	profile: string;
	/** The room as it was when I took the seat, or as it was saved. */
	state: LiveState;
	outbox: readonly OutboxEntry[];
	/** The files that were on their way. */
	files: SavedFiles;
	/** Those I made in this room, as they were saved. */
	ownKeys: readonly OwnSenderKey[];
	/** Those that a former seat of mine had in this room: to read with. */
	formerKeys: readonly FormerKey[];
	keeper: RoomKeeper;
	api: Api;
	connection: Pick<StreamConnection, "add" | "stay" | "remove" | "reconnect">;
	time: Time;
	random: Random;
	jitter: Jitter;
	/** What others may see of what is done here. */
	shows(): Shows;
	/** The state is another one. */
	changed(): void;
	/** I destroyed the room, and so many of the others have wiped it. */
	receipts(receipts: Receipts): void;
};

/** One room in which this browser has a seat. The acts reject with an ApiError, or with what the keeper threw. */
export type Room = {
	getState(): RoomState;
	/** Resolves when the message is saved and will be sent. A repeat with the same id is the same send. */
	send(message: Content & { id: string }): Promise<void>;
	/** The same for a file and what is said of it. */
	sendFile(message: Omit<Content, "file" | "page"> & { id: string; file: FileFacts; bytes: Bytes }): Promise<void>;
	/** The file of that message; null when it is not here whole, is not what was announced, or can be viewed once. */
	readFile(id: string): Promise<Bytes | null>;
	/**
	 * The picture of that message, this once: that it was viewed is saved and will be sent, and its bytes are forgotten
	 * here. Null when there is nothing to view, or no more.
	 */
	viewOnce(id: string): Promise<Bytes | null>;
	/** The same for what is done to a message; upon one that is not there, or is another's to change, it does nothing. */
	act(done: { act: Act; id: string }): Promise<void>;
	retry(id: string): void;
	discard(id: string): void;
	/** Changes what is named, and leaves the rest. */
	draft(change: Partial<Draft>): Promise<void>;
	/** The room is in sight, up to there. To be said again when somebody comes who may not know. */
	read(cursor: string): Promise<void>;
	/** A key was pressed in the message box; false: it is empty again. */
	write(isWriting: boolean): void;
	/** The safety number of these members was compared. A mark lives and goes with the room. */
	compare(memberIds: readonly string[], matches: boolean): Promise<void>;
	extend(addSeconds: number): Promise<void>;
	/** For the starter alone. A locked room lets nobody new in. */
	lock(locked: boolean): Promise<void>;
	/** For the starter alone. What is sealed from now on is not for them. */
	remove(memberId: string): Promise<void>;
	/** For the starter alone. Makes an invite for one person, kept before the server hears of it. */
	invite(): Promise<Invite>;
	/** For the starter alone. By that invite, named by its hash, nobody comes in any more. */
	withdraw(inviteHash: string): Promise<void>;
	/** For the starter alone. Lets whoever knocks in, or turns them away; by the id of the knock. */
	answerKnock(id: string, letIn: boolean): Promise<void>;
	/** For the starter alone: what is for it alone is for that member from then on. */
	appoint(memberId: string): Promise<void>;
	/**
	 * Over for this browser at once, whether the server hears of it or not.
	 * @param invite the hash of the invite by which somebody comes in this place
	 */
	leave(invite?: string): Promise<void>;
	/** The same without waiting for anything: the server may never hear of it. */
	leaveAtOnce(): void;
	destroy(): Promise<void>;
	/** What the next seat of the same person can read with. */
	readingKeys(): FormerKey[];
	/** Gives the seat back with a call that outlives the page, and does nothing else. */
	leaveWithPage(): void;
	/** Tries now what waits. */
	wake(): void;
	/** Stops without ending the room: this context goes away. */
	close(): void;
};

/** What `setTimeout` can wait, ms; anything longer it does not wait for at all. */
const longestTimerMs = 2 ** 31 - 1;

/** Takes up the room: follows its stream, sends what waits. */
export function createRoom(parts: RoomParts): Room {
	const { roomId, keys, identity, keeper, api, connection, time, random, jitter } = parts;
	const caller = { roomId, token: identity.token };
	const actor = { api, caller, time, jitter };
	let state: RoomState = parts.state;
	let wiped: Promise<void> | null = null;
	let isDestroying = false;
	let cancelExpiry = () => {};
	let cancelPassing = () => {};
	/** Takes a receipt while they are counted. */
	let takeReceipt = (_text: string) => {};

	function dispatch(event: RoomEvent): void {
		const before = state;
		state = reduce(before, event);
		if (state === before || before.phase === "ended") return;
		if (state.phase === "ended") finish(before, state);
		else follow(before, state);
		parts.changed();
	}

	function follow(before: LiveState, after: LiveState): void {
		const { expiresAt, createdAt, founder, clock, connection: hung } = after;
		if (before.expiresAt !== expiresAt || before.clock !== clock) watchExpiry();
		// That may have been the end: then nothing is to be kept any more.
		if (state !== after) return;
		if (before.expiresAt !== expiresAt || before.createdAt !== createdAt || before.founder !== founder) {
			// What is lost is told again by the next stream.
			keeper.facts(after).catch(() => {});
		}
		if (after.caughtUp && (!before.caughtUp || (before.rebuilding && !after.rebuilding))) filesOut.settle();
		if (after.caughtUp && !before.caughtUp) outbox.wake();
		if (after.caughtUp && (!before.caughtUp || before.people !== after.people)) outbox.handOver();
		signals.follow(before, after);
		if (after.tail.step === "asking" && before.tail.step !== "asking") connection.reconnect();
		if (hung.name === "open" && before.connection.name !== "open") {
			// A stream that begins with the first event is told of no reset: it does not say what was lost before it.
			outbox.wake({ again: true });
		}
		if (passing(before) !== passing(after) || before.clock !== clock) watchPassing();
	}

	/** The room ends by the server's clock even when the server is out of reach. */
	function watchExpiry(): void {
		cancelExpiry();
		if (state.phase !== "live") return;
		const left = state.expiresAt - serverNow(state.clock, time.monotonic());
		if (left <= 0) dispatch({ type: "ended", reason: "expired", byMe: false });
		else cancelExpiry = time.after(Math.min(left, longestTimerMs), watchExpiry);
	}

	/** When a message goes next: of those that are shown, and of those that are being read again. */
	function passing({ passesAt, rebuilding }: LiveState): number {
		return Math.min(passesAt ?? Number.POSITIVE_INFINITY, rebuilding?.passesAt ?? Number.POSITIVE_INFINITY);
	}

	/** Messages go by the server's clock, too; one that had gone before this browser read it, at once. */
	function watchPassing(): void {
		cancelPassing();
		if (state.phase !== "live") return;
		const at = passing(state);
		if (at === Number.POSITIVE_INFINITY) return;
		const now = serverNow(state.clock, time.monotonic());
		if (at <= now) {
			dispatch({ type: "passed", now });
			if (state.phase === "live") fileBytes.forget(state);
			filesOut.settle();
		} else cancelPassing = time.after(Math.min(at - now, longestTimerMs), watchPassing);
	}

	function finish(before: LiveState, ended: EndedState): void {
		halt();
		wiped = keeper.wipe(ended);
		wiped.catch(() => {});
		const { reason, byMe } = ended;
		const hasOthers = othersHere(before).length > 0;
		// Whoever finds the room gone may have missed the word that it was destroyed.
		if (hasOthers && (reason === "destroyed" || reason === "not-found")) void confirmWipe(wiped, parts);
		if (hasOthers && reason === "destroyed" && byMe) awaitReceipts(before);
		else connection.remove(roomId);
	}

	function awaitReceipts(before: LiveState): void {
		connection.stay(roomId);
		takeReceipt = countReceipts({
			...{ keys, roomId, state: before, profileOf: opener.profileOf, time },
			told(receipts) {
				if (!receipts.isWaiting) connection.remove(roomId);
				parts.receipts(receipts);
			},
		});
	}

	function halt(): void {
		cancelExpiry();
		cancelPassing();
		signals.stop();
		knocks.stop();
		outbox.stop();
		filesOut.clear();
		fileBytes.clear();
	}

	async function end(reason: EndReason, byMe: boolean): Promise<void> {
		dispatch({ type: "ended", reason, byMe });
		await wiped;
	}

	const senderKeys = createSenderKeys({ keys, roomId, former: parts.formerKeys });
	const history = createHistory();
	const opener = createOpener({ keys, roomId, identity, senderKeys, history });
	const signals = createSignals({
		...{ keys, roomId, identity, random, time, dispatch },
		shows: parts.shows,
		state: () => state,
		profileOf: opener.profileOf,
		now: () => serverNow(live().clock, time.monotonic()),
		post: (body) => api.sendSignal(caller, body),
	});
	const knocks = createKnocks({ keys, roomId, time, dispatch });
	const receive = createReceiver({
		roomId,
		opener,
		signals,
		knocks,
		time,
		dispatch,
		fold,
		destroyed: () => void end("destroyed", isDestroying),
		expired: () => void end("expired", false),
		receipt: (text) => takeReceipt(text),
		wasReset: () => outbox.resume({ again: true }),
		// Not awaited by the frames behind it.
		roomNotFound: () => void findOut(),
	});

	function fold(event: FoldEvent): void {
		dispatch(event);
		if (state.phase !== "live") return;
		fileBytes.take(event, state);
		filesOut.after(event);
		if ("sender" in event && event.sender === state.me && event.id !== null) outbox.arrived(event.id);
		if (event.type === "left" && event.memberId === state.me && event.reason !== "replaced") {
			void end(event.reason, false);
		}
	}

	const checkSeat = createSeatCheck({
		join: () =>
			api.joinRoom(roomId, {
				memberId: identity.memberId,
				tokenHash: identity.tokenHash,
				accessKey: keys.accessKey,
				profile: parts.profile,
			}),
		isOver: () => state.phase === "ended",
		time,
		jitter,
	});

	/** The server says it knows no such seat: finds out whether that is so. */
	async function findOut(): Promise<void> {
		outbox.pause();
		const seat = await checkSeat();
		if (state.phase !== "live" || seat === null) return;
		if (typeof seat === "string") {
			await end(overReason(seat, state), false);
			return;
		}
		dispatch({ type: "clock", sample: seat.sample });
		dispatch({ type: "expiry", expiresAt: seat.expiresAt });
		outbox.resume({ again: true });
		connection.reconnect();
	}

	function overReason(reason: "seat-taken" | "gone", { expiresAt, clock }: LiveState): EndReason {
		if (reason === "seat-taken") return reason;
		// Our clock lags behind the server's by as long as an answer travels.
		return serverNow(clock, time.monotonic()) + 3_000 >= expiresAt ? "expired" : "not-found";
	}

	const newId = () => newMessageId(random);
	const fileBytes = createFileBytes();
	const filesOut = createFilesOut({
		saved: parts.files,
		save: keeper.files,
		getState: () => state,
		outbox: () => outbox,
		newId,
	});
	const outbox = createOutbox({
		entries: parts.outbox,
		sealer: createSealer({
			...{ keys, roomId, identity, senderKeys, history, live, random },
			profileOf: opener.profileOf,
			own: parts.ownKeys,
			save: keeper.senderKeys,
		}),
		isReady: () => state.phase === "live" && state.caughtUp,
		save: keeper.outbox,
		post: (body) => api.sendMessage(caller, body),
		changed: dispatch,
		files: filesOut,
		newId,
		roomNotFound: () => void findOut(),
		time,
		jitter,
	});

	function live(): LiveState {
		if (state.phase === "ended") throw new ApiError("room-not-found");
		return state;
	}

	async function saveDraft(change: Partial<Draft>): Promise<void> {
		const before = live().draft;
		if (change.page && !sharedPage.safeParse(pageOf(change.page)).success) {
			throw new ApiError("invalid-field", { field: "page" });
		}
		dispatch({ type: "drafted", ...change });
		const { draft } = live();
		if (draft !== before) await keeper.draft(draft);
	}

	async function saveInvites(invites: readonly Invite[]): Promise<void> {
		await keeper.invites(invites);
		dispatch({ type: "invites", invites });
	}

	const without = (inviteHash: string) => live().invites.filter(({ hash }) => hash !== inviteHash);

	async function say(said: Said & { id: string }): Promise<void> {
		const { id, ...rest } = said;
		checkSaid(rest);
		if (isSaid(live(), id)) return;
		const replaced = rest.act ? replacedBy(live(), rest.act) : [];
		if (rest.act === undefined || isOfUse(live(), rest.act)) await outbox.add({ id, ...rest });
		if (rest.act?.kind === "unsend") filesOut.drop(rest.act.to);
		for (const each of replaced) outbox.discard(each);
		if (rest.act === undefined || rest.act.kind === "edit") signals.wrote();
		if (state.phase === "live") await saveDraft(restOf(state.draft, rest));
	}

	/** Reaches the server even when this context goes away meanwhile. */
	function tellLeaving(): void {
		void api.leaveRoom(caller, { keepalive: true }).catch(onlyApiErrors);
	}

	/** What is said stands in the order in which it was asked for, however long a file before it takes to be kept. */
	let lastSaid: Promise<unknown> = Promise.resolve();
	function inOrder(work: () => Promise<void>): Promise<void> {
		const said = lastSaid.then(work);
		lastSaid = said.catch(() => {});
		return said;
	}

	async function sendFile({ id, file: facts, bytes, ...words }: Parameters<Room["sendFile"]>[0]): Promise<void> {
		if (isSaid(live(), id)) return;
		if (bytes.length === 0 || bytes.length > mostFileBytes) throw new ApiError("body-too-large");
		await filesOut.send({ id, facts, bytes }, (file) => say({ id, ...contentOf({ ...words, file }) }));
	}

	/** A 404 may mean the seat alone: then the act is done again with the seat that is back. */
	async function withSeat<Answer>(act: () => Promise<Answer>): Promise<Answer> {
		try {
			return await act();
		} catch (error) {
			if (!(error instanceof ApiError) || error.code !== "room-not-found") throw error;
			await findOut();
			live();
			return act();
		}
	}

	connection.add({
		roomId,
		token: identity.token,
		frame(frame, sentAt) {
			const isReceipt = "type" in frame && frame.type === "receipt";
			if (state.phase === "live" || isReceipt) receive(frame, sentAt);
		},
		connection: (now) => dispatch({ type: "connection", connection: now }),
	});
	watchExpiry();
	outbox.wake();

	return {
		getState: () => state,
		send: ({ id, ...message }) => inOrder(() => say({ id, ...contentOf(message) })),
		act: ({ id, act }) => say({ id, ...saidOf({ act }) }),
		sendFile: (file) => inOrder(() => sendFile(file)),
		async readFile(id) {
			return isForKeeps(live(), id) ? (filesOut.get(id) ?? fileBytes.read(id, live())) : null;
		},
		async viewOnce(id) {
			const bytes = canView(live(), id) ? await fileBytes.read(id, live()) : null;
			// Another window may have been quicker.
			if (bytes === null || !canView(live(), id)) return null;
			await say({ id: newId(), act: { kind: "viewed", to: id } });
			fileBytes.forget(live());
			return bytes;
		},
		retry: (id) => outbox.retry(id),
		discard(id) {
			outbox.discard(id);
			filesOut.drop(id);
		},
		draft: saveDraft,
		async read(cursor) {
			const before = live().readCursor;
			dispatch({ type: "read", cursor });
			signals.see();
			if (live().readCursor !== before) await keeper.read(cursor);
		},
		write(isWriting) {
			live();
			signals.write(isWriting);
		},
		async compare(memberIds, matches) {
			const before = live().compared;
			dispatch({ type: "compared", memberIds, matches });
			const { compared } = live();
			if (compared !== before) await keeper.compared(compared);
		},
		async extend(addSeconds) {
			const answer = await withSeat(() => extendRoom(actor, live, addSeconds));
			dispatch({ type: "clock", sample: answer.sample });
			dispatch({ type: "expiry", expiresAt: answer.expiresAt });
		},
		async lock(locked) {
			live();
			const answer = await withSeat(() => lockRoom(actor, locked));
			dispatch({ type: "clock", sample: answer.sample });
		},
		async remove(memberId) {
			live();
			await withSeat(() => removeMember(actor, memberId));
			dispatch({ type: "removed", memberId });
		},
		async invite() {
			const made = await newInvite(random);
			await saveInvites([...live().invites, made]);
			try {
				await withSeat(() => openInvite(actor, made.hash));
			} catch (error) {
				if (state.phase === "live") await saveInvites(without(made.hash));
				throw error;
			}
			return made;
		},
		async withdraw(inviteHash) {
			live();
			await withSeat(() => withdrawInvite(actor, inviteHash));
			if (state.phase === "live") await saveInvites(without(inviteHash));
		},
		async answerKnock(id, letIn) {
			live();
			await withSeat(() => (letIn ? openInvite : withdrawInvite)(actor, id));
			dispatch({ type: "knock-over", id });
		},
		async appoint(memberId) {
			const { starter } = live();
			if (starter?.memberId === memberId) return;
			if (starter?.memberId !== identity.memberId) throw new ApiError("not-allowed");
			const { since } = starter;
			const appointment = { to: memberId, since };
			const body = await sealAppointment({ keys, roomId, identity, appointment, random });
			await withSeat(() => appointStarter(actor, { memberId, since, body }));
		},
		async leave(invite) {
			live();
			const told = api.leaveRoom(caller, invite === undefined ? {} : { invite }).catch(onlyApiErrors);
			await end("left", true);
			await told;
		},
		async destroy() {
			live();
			isDestroying = true;
			try {
				await withSeat(() => destroyRoom(actor));
			} catch (error) {
				isDestroying = false;
				// What there was to destroy is gone: the state says how.
				if (state.phase === "live") throw error;
			}
			await end("destroyed", true);
		},
		readingKeys: () => senderKeys.all(),
		leaveAtOnce() {
			tellLeaving();
			dispatch({ type: "ended", reason: "left", byMe: true });
		},
		leaveWithPage: tellLeaving,
		wake() {
			watchExpiry();
			watchPassing();
			outbox.wake();
		},
		close() {
			halt();
			connection.remove(roomId);
		},
	};
}

function onlyApiErrors(error: unknown): void {
	if (!(error instanceof ApiError)) throw error;
}

import { cursor, key32 } from "../../backend/protocol/ids.ts";
import { parseLink } from "../crypto/link.ts";
import type { FormerSeat, Intent, Outcome, Rooms } from "../hub/rooms.ts";
import { formerKeys } from "../room/sender-keys.ts";
import type { GivenUp, Press } from "./hand-off-messages.ts";

/** A room page on which somebody pressed "Open in side panel". */
export type Pressed = { link: string; roomId: string; seated: boolean; tabId: number; windowId: number };

/** The part of `runtime.MessageSender` that tells who speaks. */
export type Sender = {
	id?: string | undefined;
	url?: string | undefined;
	frameId?: number | undefined;
	tab?: { id?: number | undefined; windowId?: number | undefined } | undefined;
};

/**
 * Reads a press that the script in a room's page passed on; null for anything else. Where it comes from, the browser
 * says: the page and its link must both be of the built-in server, and the page must be a tab of its own.
 */
export function readPress(message: unknown, sender: Sender, options: { id: string; server: string }): Pressed | null {
	const { type, link: text, seated } = (message ?? {}) as Partial<Press>;
	if (type !== "open-in-panel" || typeof text !== "string" || typeof seated !== "boolean") return null;
	const { tab, frameId, url, id } = sender;
	if (id !== options.id || frameId !== 0 || tab?.id === undefined || tab.windowId === undefined) return null;
	if (!URL.canParse(url ?? "") || new URL(url ?? "").origin !== options.server) return null;
	const link = parseLink(text);
	if (link?.server !== options.server) return null;
	return { link: text, roomId: link.roomId, seated, tabId: tab.id, windowId: tab.windowId };
}

/** What a page gave up, as far as it is what it should be: from nothing but valid texts comes something. */
function formerSeat({ read, keys, invite }: NonNullable<GivenUp>): FormerSeat {
	const { data: left } = key32.safeParse(invite);
	const seat = { formerKeys: readKeys(keys), readCursor: cursor.safeParse(read).data ?? null };
	return left === undefined ? seat : { ...seat, invite: left };
}

function readKeys(text: string): FormerSeat["formerKeys"] {
	try {
		return formerKeys.safeParse(JSON.parse(text)).data ?? [];
	} catch {
		// No JSON: the page is of another version, or lies. What was said there stays closed.
		return [];
	}
}

/** The one room page whose press came last: it may hold a seat that joining takes the place of. */
export type LastPress = { roomId: string; tabId: number };

/** Where the last press is kept while the worker sleeps. */
export interface HandOffMemory {
	load(): Promise<LastPress | null>;
	save(press: LastPress | null): Promise<void>;
}

export type HandOff = {
	/** The rooms, which before they join one ask the page it was handed over by to give its seat up. */
	rooms: Rooms;
	/** Shows the room in the window whose rooms these are, and goes on in it if there was a seat on the page. */
	take(pressed: Pressed, inWindow: Rooms): Promise<void>;
};

/**
 * Moves rooms from web pages into the extension, so that one person never sits in a room twice. The page leaves first
 * and the extension joins right after it, as a new member with keys of its own: what the page's code knew is worth
 * nothing for what comes. The keys that were read with on the page come along, so that what was said there can be read
 * here too, and an invite, so that a locked room takes the new seat for the old one. In a full room the seat is free for that
 * moment alone.
 * @param giveUp asks the page in a tab to leave; resolves when it has, or when it does not answer
 */
export function createHandOff(options: {
	rooms: Rooms;
	memory: HandOffMemory;
	giveUp(tabId: number, roomId: string): Promise<GivenUp>;
}): HandOff {
	const { rooms, memory, giveUp } = options;

	const find = (roomId: string) => rooms.getSnapshot().rooms.find((room) => room.roomId === roomId);

	async function giveUpPage(roomId: string): Promise<GivenUp> {
		const last = await memory.load();
		if (last?.roomId !== roomId) return null;
		await memory.save(null);
		return giveUp(last.tabId, roomId);
	}

	/** @param name the name to join by; without one, the name on the page, or one that was drawn */
	async function join(roomId: string, name?: string): Promise<Outcome> {
		const given = await giveUpPage(roomId);
		const wanted = name ?? given?.name ?? "";
		const former = given && formerSeat(given);
		const intent = { type: "join", roomId, ...(former && { former }) } as const;
		let outcome = await rooms.do({ ...intent, name: wanted });
		// The page may have said what is no name.
		if (name === undefined && !outcome.ok && outcome.code === "invalid-field") {
			outcome = await rooms.do({ ...intent, name: "" });
		}
		if (outcome.ok) await keepDraft(roomId, given);
		return outcome;
	}

	async function keepDraft(roomId: string, given: GivenUp): Promise<void> {
		const room = find(roomId);
		if (given?.draft && room?.phase === "live" && room.draft.text === "") {
			await rooms.do({ type: "draft", roomId, text: given.draft });
		}
	}

	return {
		rooms: {
			getSnapshot: () => rooms.getSnapshot(),
			subscribe: (listener) => rooms.subscribe(listener),
			async do(intent: Intent) {
				if (intent.type === "join") return join(intent.roomId, intent.name);
				if (intent.type === "leave-all") await memory.save(null);
				return rooms.do(intent);
			},
		},
		async take({ link, roomId, seated, tabId }, inWindow) {
			await memory.save({ roomId, tabId });
			const outcome = await inWindow.do({ type: "invite", link });
			if (!outcome.ok) return;
			if (find(roomId)?.phase === "live") await keepDraft(roomId, await giveUpPage(roomId));
			else if (seated) await join(roomId);
		},
	};
}

import { type PageWord, pressEvents, type ScriptWord, wordOf } from "../browser/hand-off-messages.ts";
import { secureRandom } from "../crypto/random.ts";
import type { FormerSeat, Rooms } from "../hub/rooms.ts";
import { newInvite } from "../room/invites.ts";

/** The guest page's side of the way into the side panel. */
export type HandOffPage = {
	/** Asks for the side panel. Call it in the press itself: the extension believes nothing else. */
	openPanel(): Promise<void>;
};

/**
 * Talks with the extension, if there is one here.
 * @param shown it is there, and its panel can be offered; null: it is gone
 * @param moved the room goes on in the side panel, and this page has no seat in it any more
 */
export function meetExtension(options: {
	rooms: Rooms;
	/** What of the seat in a room goes along. */
	seatFor(roomId: string): FormerSeat | null;
	page: Window;
	shown(handOff: HandOffPage | null): void;
	moved(roomId: string): void;
}): void {
	const { rooms, seatFor, page, shown, moved } = options;

	const say = (word: PageWord) => page.postMessage(word, page.location.origin);
	const liveRoom = (roomId: string | null) => {
		const room = rooms.getSnapshot().rooms.find((candidate) => candidate.roomId === roomId);
		return room?.phase === "live" ? room : null;
	};

	async function openPanel(): Promise<void> {
		const seated = liveRoom(rooms.getSnapshot().open) !== null;
		page.dispatchEvent(new Event(seated ? pressEvents.move : pressEvents.open));
	}

	async function giveUp(roomId: string): Promise<void> {
		const room = liveRoom(roomId);
		if (!room) {
			moved(roomId);
			say({ mayfly: "gave-up", roomId });
			return;
		}
		const { people, me, unsent, draft } = room;
		const name = people.find(({ memberId }) => memberId === me)?.name ?? "";
		// What was not sent yet is still to be said: it goes along as a draft.
		const kept = [...unsent, draft, ...(draft.edit ? [draft.edit] : [])].flatMap(({ text }) => text || []).join("\n");
		const seat = seatFor(roomId);
		moved(roomId);
		const invite = await newInvite(secureRandom);
		await rooms.do({ type: "leave", roomId, invite: invite.hash });
		const keys = JSON.stringify(seat?.formerKeys ?? []);
		const read = seat?.readCursor ?? "";
		say({ mayfly: "gave-up", roomId, name, draft: kept, read, keys, invite: invite.key });
	}

	page.addEventListener("message", (event) => {
		const word = wordOf<ScriptWord>(event, page);
		if (word?.mayfly === "here") shown({ openPanel });
		else if (word?.mayfly === "gone") shown(null);
		else if (word?.mayfly === "give-up") void giveUp(word.roomId);
	});
	say({ mayfly: "hello" });
}

import {
	type GivenUp,
	type PageWord,
	type Press,
	pressEvents,
	readGivenUp,
	type ScriptWord,
	wordOf,
} from "./hand-off-messages.ts";

/** The parts of `window` that the script in a room's page needs. */
export type RoomPage = Pick<Window, "location" | "postMessage" | "setTimeout"> & {
	addEventListener(type: string, listener: (event: Event) => void, capture: boolean): void;
};

/** How long a page has to give its seat back, ms: as long as a call to its server may take, and a little more. */
const giveUpWithinMs = 11_000;

/**
 * Stands between a room's page and the background: tells the page that the extension is there, passes on that
 * somebody pressed, and asks the page for its seat when the room is joined in the side panel.
 * @param tell takes a press to the background; rejects when there is none any more
 * @returns asks the page to give up its seat
 */
export function watchRoomPage(page: RoomPage, tell: (press: Press) => Promise<unknown>) {
	const asked = new Map<string, (given: GivenUp) => void>();
	let isPressed = false;

	const say = (word: ScriptWord) => page.postMessage(word, page.location.origin);

	page.addEventListener(
		"click",
		({ isTrusted }) => {
			if (!isTrusted) return;
			isPressed = true;
			// What the page does while the press goes through it is done by then.
			page.setTimeout(() => {
				isPressed = false;
			}, 0);
		},
		true,
	);
	for (const [kind, type] of Object.entries(pressEvents)) {
		page.addEventListener(type, () => void pressed(kind === "move"), true);
	}
	page.addEventListener(
		"message",
		(event) => {
			const word = wordOf<PageWord>(event as MessageEvent, page);
			if (word?.mayfly === "hello") say({ mayfly: "here" });
			else if (word?.mayfly === "gave-up") asked.get(word.roomId)?.(readGivenUp(word));
		},
		true,
	);
	say({ mayfly: "here" });

	/** A page can set off the event at any time; without a person's press it means nothing. */
	async function pressed(seated: boolean): Promise<void> {
		if (!isPressed) return;
		isPressed = false;
		try {
			await tell({ type: "open-in-panel", link: page.location.href, seated });
		} catch {
			// The extension that this script belongs to is gone: the button would do nothing any more.
			say({ mayfly: "gone" });
		}
	}

	return (roomId: string): Promise<GivenUp> =>
		new Promise((resolve) => {
			const answer = (given: GivenUp) => {
				asked.delete(roomId);
				resolve(given);
			};
			asked.set(roomId, answer);
			page.setTimeout(() => answer(null), giveUpWithinMs);
			say({ mayfly: "give-up", roomId });
		});
}

/**
 * What the guest page, the extension's script in it and the background say to each other when a room moves from the
 * page into the side panel. The page is not trusted: a press of a person is the one thing it can pass on, and of what
 * it says only a few texts are taken: the name, the draft, how far was read, the keys that were read with, and the invite
 * that it left behind. By those keys nothing can be written: each message tells whose it is by a signature.
 */

/**
 * Events that the page sets off on its window, while a press goes through it: show the room in the panel; or move there,
 * because it has a seat here. They carry nothing: which room it is, the address says.
 */
export const pressEvents = { open: "mayfly:open-in-panel", move: "mayfly:move-to-panel" } as const;

/** Window messages from the page to the script. */
export type PageWord =
	| { mayfly: "hello" }
	/** The answer to `give-up`, once the seat is free. */
	| ({ mayfly: "gave-up"; roomId: string } & { [part in keyof Given]?: unknown });

/** Window messages from the script to the page. */
export type ScriptWord =
	| { mayfly: "here" }
	/** The extension was taken away, or is a newer one now that this script can't reach. */
	| { mayfly: "gone" }
	/** The room is about to be joined in the side panel: leave it here. */
	| { mayfly: "give-up"; roomId: string };

/** From the script to the background: somebody pressed. */
export type Press = { type: "open-in-panel"; link: string; seated: boolean };

/** From the background to the script; answered by {@link GivenUp}. */
export type GiveUp = { type: "give-up"; roomId: string };

/**
 * `read`: the cursor of what was read last, or nothing. `keys`: the former seat's sender keys, as JSON. `invite`: the key
 * of the invite that the seat left behind, base64url.
 */
type Given = { name: string; draft: string; read: string; keys: string; invite: string };

/** What was given up: null when there was no seat, or no answer in time. */
export type GivenUp = Given | null;

/**
 * The longest texts that are taken from a page, in characters: those that a room takes from a person, a cursor,
 * the sender keys of 50 people who change them a hundred times, and a key of 32 bytes.
 */
const longest: Record<keyof Given, number> = { name: 200, draft: 16_384, read: 26, keys: 500_000, invite: 43 };

/** Reads what a page says it gave up. A page that had no seat says no name. */
export function readGivenUp(said: { [part in keyof Given]?: unknown }): GivenUp {
	const text = (part: keyof Given) => {
		const value = said[part];
		return typeof value === "string" && value.length <= longest[part] ? value : null;
	};
	const name = text("name");
	if (name === null) return null;
	const or = (part: keyof Given) => text(part) ?? "";
	return { name, draft: or("draft"), read: or("read"), keys: or("keys"), invite: or("invite") };
}

/** A window message of this very page; null for any other. */
export function wordOf<Word extends { mayfly: string }>(
	event: Pick<MessageEvent, "source" | "origin" | "data">,
	page: Pick<Window, "location"> & object,
): Word | null {
	if (event.source !== page || event.origin !== page.location.origin) return null;
	const { data } = event;
	return typeof data === "object" && data !== null && typeof data.mayfly === "string" ? (data as Word) : null;
}

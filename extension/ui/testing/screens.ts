import type { EndedRoom, FailureCode, Intent, Outcome, Receipts, RoomsSnapshot } from "../../hub/rooms.ts";
import type { EndReason } from "../../room/state.ts";
import type { Platform, Settings } from "../platform.ts";
import { type FakeRooms, heron, invitedRoom, listing, liveRoom, otter, showing, small } from "./fake-rooms.ts";
import { roomScreens } from "./room-screens.ts";

/** One screen of the gallery: where it stands, what it shows, and the buttons to press to get there. */
export type Screen = {
	surface: Platform["surface"];
	snapshot: RoomsSnapshot;
	answer?: (intent: Intent, rooms: FakeRooms) => Outcome | Promise<Outcome> | undefined;
	press?: readonly string[];
	linkFailure?: FailureCode;
	/** Whether `navigator.share` is there; Linux has none. */
	share?: boolean;
	settings?: Partial<Settings>;
	/** A message came that nobody saw, and the browser may be asked for leave to notify. */
	missed?: boolean;
	/** Files that are dropped on the room, at the end. */
	drop?: () => Promise<File[]>;
	/** How long the message that is written lives, as the choice beside it has it; after `drop`. */
	life?: string;
	/** How many times as fast its waits pass as they would. */
	hurry?: number;
	/** Words that are in sight, in English, once the screen is there. */
	says?: string;
};

const minute = 60_000;
const wren = { ...heron, memberId: "wren", name: "Pale Wren" };
const stillWeir = liveRoom({ name: "Still Weir", leftMs: 41_000, people: [wren, small] });
const alderBend = liveRoom({ unreadCount: 2, people: [heron, otter, small] });
const lowMeadow = liveRoom({ name: "Low Meadow", leftMs: 312.5 * minute, lifeMs: 480 * minute, people: [small] });
const alone = liveRoom({ leftMs: 598_500, people: [{ ...small, order: 0 }] });

const started: Screen["answer"] = (intent, rooms) => {
	if (intent.type !== "start") return undefined;
	rooms.show(showing(alone));
	return { ok: true, roomId: alone.roomId, link: alone.link };
};
const fails =
	(type: Intent["type"], code: FailureCode): Screen["answer"] =>
	(intent) =>
		intent.type === type ? { ok: false, code } : undefined;

const endedRoom = (reason: EndReason): EndedRoom => ({
	phase: "ended",
	roomId: "Alder-Bend",
	name: "Alder Bend",
	server: "https://mayfly.example",
	reason,
	byMe: false,
	lifeMs: 10 * minute,
});
const ended = (reason: EndReason, change: Partial<Screen> = {}): Screen => ({
	surface: "panel",
	snapshot: showing(endedRoom(reason)),
	...change,
});
const endsBy = new Date(2026, 5, 1, 14, 5).getTime();
const destroyedByMe = (receipts: Omit<Receipts, "endsBy">): Screen => ({
	surface: "panel",
	snapshot: showing({ ...endedRoom("destroyed"), byMe: true, receipts: { ...receipts, endsBy } }),
});

const empty = listing();
const invited = showing(invitedRoom());
const isGone: Screen["answer"] = (intent, rooms) => {
	if (intent.type !== "join") return undefined;
	rooms.show(ended("not-found").snapshot);
	return { ok: false, code: "room-not-found" };
};

/** Every screen, by the names of the design. */
export const screens: Record<string, Screen> = {
	"popup-empty": { surface: "popup", snapshot: empty },
	"popup-creating": { surface: "popup", snapshot: empty, answer: () => new Promise(() => {}), press: ["Start a room"] },
	"popup-created": { surface: "popup", snapshot: empty, answer: started, press: ["Start a room"], share: true },
	"popup-created-linux": { surface: "popup", snapshot: empty, answer: started, press: ["Start a room"] },
	"popup-created-uncopied": {
		surface: "popup",
		snapshot: empty,
		answer: started,
		press: ["Start a room"],
		settings: { copyAtOnce: false },
	},
	"popup-qr": { surface: "popup", snapshot: empty, answer: started, press: ["Start a room", "QR code"], share: true },
	"popup-rooms": { surface: "popup", snapshot: listing(stillWeir, alderBend, lowMeadow) },
	"popup-error": {
		surface: "popup",
		snapshot: empty,
		answer: fails("start", "unreachable"),
		press: ["Start a room"],
	},
	"popup-join": { surface: "popup", snapshot: invited },
	"panel-empty": { surface: "panel", snapshot: empty },
	"panel-home-rooms": { surface: "panel", snapshot: listing(stillWeir, alderBend, lowMeadow) },
	"popup-close-all": {
		surface: "popup",
		snapshot: listing(stillWeir, alderBend, lowMeadow),
		press: ["Close all rooms"],
	},
	"panel-join": { surface: "panel", snapshot: invited },
	"panel-join-server": {
		surface: "panel",
		snapshot: showing(invitedRoom({ foreign: true, server: "https://chat.example.org" })),
	},
	"panel-join-failed": {
		surface: "panel",
		snapshot: invited,
		answer: fails("join", "unreachable"),
		press: ["Join room"],
	},
	"panel-opening": { surface: "panel", snapshot: { ...empty, ready: false } },
	"ended-expired": ended("expired"),
	"ended-destroyed": ended("destroyed"),
	"ended-destroyed-waiting": destroyedByMe({ others: 4, confirmed: 0, isWaiting: true }),
	"ended-destroyed-all": destroyedByMe({ others: 4, confirmed: 4, isWaiting: false }),
	"ended-destroyed-some": destroyedByMe({ others: 4, confirmed: 3, isWaiting: false }),
	"ended-removed": ended("removed"),
	"ended-seat-taken": ended("seat-taken"),
	"ended-left": { ...ended("left"), snapshot: { ...ended("left").snapshot } },
	"room-full": { surface: "panel", snapshot: invited, answer: fails("join", "room-full"), press: ["Join room"] },
	"invite-spent": { surface: "panel", snapshot: invited, answer: fails("join", "invite-spent"), press: ["Join room"] },
	"room-knocking": {
		surface: "panel",
		snapshot: invited,
		answer: fails("join", "room-locked"),
		press: ["Join room", "Knock"],
	},
	"room-locked": { surface: "panel", snapshot: invited, answer: fails("join", "room-locked"), press: ["Join room"] },
	"wrong-link": { surface: "panel", snapshot: empty, linkFailure: "bad-link" },
	"room-gone": { surface: "panel", snapshot: invited, answer: isGone, press: ["Join room"] },
	"web-home": { surface: "web", snapshot: empty },
	"web-join": { surface: "web", snapshot: invited },
	"web-ended": ended("expired", { surface: "web" }),
	"web-wrong-link": { surface: "web", snapshot: empty, linkFailure: "bad-link" },
	options: { surface: "options", snapshot: empty },
	...roomScreens,
};
const left = screens["ended-left"];
if (left) left.snapshot = { ...left.snapshot, rooms: [...left.snapshot.rooms, alderBend, lowMeadow] };

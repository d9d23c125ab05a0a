import type { LiveRoom } from "../../hub/rooms.ts";
import type { Act } from "../../room/acts.ts";
import { chunkBytes } from "../../room/shared-file.ts";
import { type Draft, type LogEntry, noDraft, type Unsent, type UnsentStage } from "../../room/state.ts";
import { lake, lakeBytes, lakeFile } from "./drawn-picture.ts";
import { heron, listing, liveRoom, message, otter, showing, small } from "./fake-rooms.ts";
import { hummedBytes } from "./hummed-sound.ts";
import type { Screen } from "./screens.ts";

const minute = 60_000;
/** 14:00 of a day, in whatever zone the test runs. */
const two = new Date(2026, 5, 12, 14).getTime();
const at = (minutes: number) => two + minutes * minute;
type Event = Exclude<LogEntry, { type: "message" }>;
/** An entry without its place: `place` gives it one. */
type Unplaced<Entry> = Entry extends unknown ? Omit<Entry, "cursor" | "timestamp"> : never;
const event = (n: number, minutes: number, entry: Unplaced<Event>): LogEntry =>
	({ ...entry, cursor: `${at(minutes)}-${n}`, timestamp: at(minutes) }) as Event;
const says = (n: number, minutes: number, sender: string, text: string) => message(n, sender, text, at(minutes));

const cake: LogEntry[] = [
	event(2, 1, { type: "joined", memberId: "otter" }),
	says(3, 2, "heron", "Are we still telling her at the station?"),
	says(4, 2, "otter", "Yes. Platform 4, off the 18:10. She thinks it’s dinner."),
	says(5, 3, "me", "I’ll carry the cake. Somebody else brings candles."),
	says(6, 3, "me", "Not the musical ones."),
	says(7, 4, "heron", "On it. Thirty, or do we lie?"),
	says(8, 5, "otter", "We lie. Twenty-nine again."),
];
const long =
	"Short version: the import stopped at row 41,200 because two people in the list have the same number, and the old " +
	"sheet let that pass. I kept both rows and marked the second one. Nothing was thrown away. If you want the long " +
	"version, the first pass read the file twice, which hid the second name, and the report counted them as one. I " +
	"have written the check so that it says which row, and what it would keep.";
const code =
	"Run this, once:\n```sh\nexport DEPLOY_KEY=mf_9f3c…e21\nnpm run deploy -- --region fra1 --confirm\n# then rotate it, please\n```";
const rich: LogEntry[] = [
	says(3, 6, "heron", long),
	says(4, 7, "otter", code),
	says(
		5,
		8,
		"me",
		"Thanks. Notes are at docs.example.org/imports/2026/rows-with-the-same-number?view=all and the flag is `--keep-both`.",
	),
];
const marked: LogEntry[] = [
	says(
		2,
		6,
		"heron",
		"Three things, **please**:\n1. the cake, _not_ the bread\n2. candles, ~~thirty~~ twenty-nine\n3. [the list](https://lists.example.org/party?for=her), which has the rest",
	),
	says(
		3,
		7,
		"otter",
		"> Are we still telling her at the station?\n> Or at `platform 4`?\nAt the station. Bring:\n- umbrellas\n- patience",
	),
	says(
		4,
		8,
		"me",
		'```ts\n// Twenty-nine again.\nexport function age(name: string): number {\n\treturn name === "Wren" ? 29 : 30;\n}\n```',
	),
	says(5, 8, "me", "It says [https://bank.example](https://evil.example/bank.example) but that isn’t where it goes."),
];
/** A message with what became of it. */
const become = (entry: LogEntry, change: object): LogEntry => ({ ...entry, ...change }) as LogEntry;
const idOf = (entry: LogEntry | undefined) => (entry && "id" in entry ? entry.id : "");
const likes = (emoji: string, ...members: string[]) => ({ emoji, members });
const answered: LogEntry[] = [
	event(2, 1, { type: "joined", memberId: "otter" }),
	says(5, 3, "me", "I’ll carry the cake. Somebody else brings candles."),
	become(says(6, 3, "me", "Not the musical ones."), { edited: true }),
	become(says(7, 4, "heron", "On it. Thirty, or do we lie?"), { reactions: [likes("👀", "otter")] }),
	become(says(8, 5, "otter", "We lie. Twenty-nine again."), {
		reactions: [likes("😂", "heron", "me"), likes("❤️", "heron")],
	}),
	become(says(9, 6, "heron", "And if she asks?"), { replyTo: idOf(says(8, 5, "", "")) }),
	event(10, 6, { type: "withdrawn", id: "withdrawn".padEnd(21, "0"), sender: "heron" }),
	become(says(11, 7, "me", "She won’t."), { replyTo: "nowhere".padEnd(21, "0") }),
];
const [, cakeIsMine] = answered.map(idOf);
const acting = (n: number, act: Act, state: UnsentStage): Unsent => ({
	id: `acting-${n}`.padEnd(21, "0"),
	act,
	writtenAt: at(9),
	state,
});
const origin = "Amber Otter: We lie. Twenty-nine again.";

const unsent = (n: number, text: string, state: UnsentStage): Unsent => ({
	id: `unsent-${n}`.padEnd(21, "0"),
	text,
	writtenAt: at(9),
	state,
});

const bakery = { url: "https://bakery.example/hours", title: "Opening hours and cakes to order" };
const timetable = {
	url: "https://timetable.example.org/friday#:~:text=The%2018%3A10,not%207.",
	title: "Platform changes for Friday evening",
	quote: "The 18:10 arrives on platform 4, not 7.",
};
const hostile = {
	url: `https://xn--bnk-5cd.example:8443/${"a".repeat(300)}?next=%E2%80%AE`,
	title: `\u202eknab ruoy\u2066 ${"W".repeat(120)} <b>hi</b>`,
	quote: `\u202e${long}\n\n${long} ${"w".repeat(400)}`,
};

const sha256 = "A".repeat(43);
const picture = { name: "lake.webp", bytes: 10 * chunkBytes, sha256, picture: lake };
const document = { name: "Seating plan, third and final version (really).pdf", bytes: 8 * chunkBytes, sha256 };
const shown = (entry: LogEntry, file: object, arrived: number) => become(entry, { file, arrived });
const filesLog: LogEntry[] = [
	shown(says(3, 2, "heron", "From the bridge, just now."), picture, 10),
	shown(says(4, 3, "otter", ""), document, 8),
	shown(says(5, 4, "otter", ""), { ...document, name: "candles.txt" }, 6),
	shown(says(6, 4, "wren", ""), { ...document, name: "list.txt" }, 1),
	shown(says(7, 5, "me", ""), { ...document, name: "plan.zip" }, 3),
];
const voice = { name: "voice.webm", bytes: 9 * chunkBytes, sha256, sound: { type: "audio/webm", seconds: 42 } };
const voiceLog: LogEntry[] = [
	shown(says(3, 2, "heron", ""), voice, 9),
	shown(
		says(4, 3, "otter", "How the bells sounded, from the roof."),
		{ ...voice, sound: { ...voice.sound, seconds: 7 } },
		9,
	),
	shown(says(5, 4, "otter", ""), voice, 2),
	shown(says(6, 5, "me", ""), voice, 4),
];
const readsVoices: Screen["answer"] = async (intent) =>
	intent.type === "read-file" ? { ok: true, bytes: await hummedBytes() } : { ok: true };
const viewOnce = "View once: picture from Amber Otter";
const onceLog: LogEntry[] = [
	become(shown(says(3, 2, "heron", "From the bridge, just now."), picture, 10), {
		once: true,
		viewed: ["otter", "me"],
	}),
	become(shown(says(4, 3, "otter", ""), picture, 10), { once: true }),
	become(shown(says(5, 3, "otter", ""), picture, 6), { once: true }),
	become(shown(says(6, 4, "wren", ""), picture, 1), { once: true }),
	become(shown(says(7, 4, "me", "Guess where."), picture, 10), { once: true, viewed: ["otter", "heron"] }),
	become(shown(says(8, 5, "me", ""), picture, 10), { once: true }),
];
const lakeAlone = async () => [await lakeFile()];
const textFile = (name: string, bytes = 1_200) => new File([new Uint8Array(bytes).fill(65)], name);
const lakeAndTexts = async () => [
	await lakeFile(),
	textFile("Seating plan, third and final version (really).pdf", 96_000),
	textFile("candles.txt"),
];
/** More than go, and some that never do. */
const tooMuch = async () => [
	...(await lakeAndTexts()),
	textFile("film of the bridge.mov", 2_200_000),
	textFile("nothing.txt", 0),
	...Array.from({ length: 9 }, (_, n) => textFile(`list ${n + 1}.txt`)),
];
const readsNoVoices: Screen["answer"] = async (intent) =>
	intent.type === "read-file" ? { ok: true, bytes: "AAAA" } : { ok: true };
const readsFiles: Screen["answer"] = async (intent) =>
	intent.type === "read-file" || intent.type === "view-once" ? { ok: true, bytes: await lakeBytes() } : { ok: true };

// In the drawings whoever looks started the room.
const people = [
	{ ...small, order: 0 },
	{ ...heron, order: 1 },
	{ ...otter, order: 2 },
];
const typed = (text: string): Draft => ({ ...noDraft, text });
/** Whenever it is looked at, it has not gone. */
const lastsAnHour = (entry: LogEntry) =>
	become(entry, { goesAfter: Math.round((Date.now() - entry.timestamp) / 1000) + 3599 });
const still = { at: 0, writing: false, seen: null };
const writes = { ...still, writing: true };
const longNamed = people.map((person) => ({ ...person, name: `${person.name} of the long and winding name` }));
type Change = Parameters<typeof liveRoom>[0];
const live = (change: Change = {}): LiveRoom => {
	const log = change.log ?? cake;
	return liveRoom({ people, log, readCursor: log.at(-1)?.cursor ?? null, ...change });
};
const panel = (room: LiveRoom, change: Partial<Screen> = {}): Screen => ({
	surface: "panel",
	snapshot: showing(room),
	share: true,
	...change,
});

const alone = live({ leftMs: 9.73 * minute, people: people.slice(0, 1), capacity: 2, log: [] });
const wren = { ...heron, memberId: "wren", name: "Pale Wren", order: 1 };
const others = [
	live({ name: "Still Weir", leftMs: 41_000, people: [{ ...small, order: 0 }, wren], unreadCount: 1 }),
	live(),
	live({ name: "Low Meadow", leftMs: 312.4 * minute, lifeMs: 480 * minute, people: people.slice(0, 1) }),
];
const several = { ready: true, rooms: others, open: "Alder-Bend" };
const unreadLog = [
	...cake.slice(1),
	says(9, 6, "heron", "And if she asks?"),
	says(10, 6, "heron", long),
	says(11, 7, "otter", "She always asks, and you are the worst liar of all of us, so one of us has to be beside you."),
];
const thousand = Array.from({ length: 1000 }, (_, n) =>
	says(n + 2, n / 10, ["heron", "otter", "me"][Math.floor(n / 3) % 3] ?? "me", n % 9 === 0 ? long : `Message ${n}`),
);

const fiveThousand = Array.from({ length: 5000 }, (_, n) =>
	says(
		n + 2,
		n / 60,
		["heron", "otter", "me"][Math.floor(n / 3) % 3] ?? "me",
		`Message ${n}. ${n % 9 === 0 ? long : ""}`,
	),
);

/** A live room in all that can happen to it, by the names of the design. */
export const roomScreens: Record<string, Screen> = {
	"panel-waiting": panel(alone),
	"panel-waiting-wrote": panel(live({ ...alone, log: [says(2, 2, "me", "Hello?"), says(3, 3, "me", "I am early.")] })),
	"panel-live": panel(live()),
	"panel-live-news": panel(live(), { snapshot: several }),
	"panel-live-typed": panel(live({ draft: typed("Fine. Twenty-nine.") })),
	"panel-rich": panel(live({ leftMs: 4.8 * minute, log: rich })),
	"panel-text": panel(live({ log: marked })),
	"panel-reply": panel(
		live({
			leftMs: 3.6 * minute,
			log: answered,
			draft: { ...noDraft, text: "She won’t ask.", replyTo: idOf(says(8, 5, "", "")) },
		}),
		// Leads to the origin, whose actions are shown then.
		{ press: [origin] },
	),
	"panel-writing": panel(live({ doings: { heron: writes } })),
	"panel-writing-two": panel(
		live({ people: longNamed, doings: { heron: writes, otter: writes }, draft: typed("Fine. Twenty-nine.") }),
	),
	"panel-writing-many": panel(
		live({ doings: { heron: writes, otter: writes, wren: writes }, people: [...people, wren] }),
	),
	"panel-seen": panel(
		live({
			leftMs: 4.43 * minute,
			log: [...cake.slice(5), says(9, 8, "me", "I’m at the bakery now.")],
			doings: { heron: { ...still, seen: `${at(8)}-9` }, otter: { ...still, seen: `${at(8)}-9` } },
			unsent: [unsent(1, "They spelled her name right. Sending a picture of it later.", { name: "waiting" })],
		}),
	),
	"panel-life": panel(
		live({
			leftMs: 64.43 * minute,
			lifeMs: 80 * minute,
			log: [
				...cake.slice(5),
				event(9, 6, { type: "withdrawn", id: "passed-1".padEnd(21, "0"), sender: "heron", passed: true }),
				event(10, 6, { type: "withdrawn", id: "passed-2".padEnd(21, "0"), sender: "me", passed: true }),
				lastsAnHour(says(11, 7, "heron", "The code at the door is 4711.")),
				lastsAnHour(says(12, 8, "me", "I have it.")),
			],
			draft: typed("I’m on my way."),
		}),
	),
	"panel-react": panel(live({ log: answered }), { press: [origin, "React"] }),
	"panel-edit": panel(
		live({
			log: answered,
			draft: { ...typed("For later"), edit: { to: cakeIsMine ?? "", text: "I’ll carry the cakes." } },
		}),
	),
	"panel-unsend": panel(
		live({ log: [...answered.slice(0, 2), become(says(6, 4, "heron", "Chocolate?"), { replyTo: cakeIsMine })] }),
		{ press: ["You: I’ll carry the cake. Somebody else brings candles.", "Unsend"] },
	),
	"panel-acts-waiting": panel(
		live({
			leftMs: 4 * minute,
			log: answered,
			unsent: [
				acting(1, { kind: "edit", to: cakeIsMine ?? "", text: "I’ll carry both cakes." }, { name: "waiting" }),
				acting(2, { kind: "reaction", to: idOf(answered[4]), emoji: "🙏", on: true }, { name: "waiting" }),
				acting(3, { kind: "unsend", to: idOf(answered[7]) }, { name: "failed", cause: "room-storage-full" }),
			],
			connection: { name: "waiting", retryAt: 0 },
		}),
	),
	"panel-caught": panel(
		live({
			leftMs: 5 * minute,
			people: [...people, { ...wren, memberId: "blind", name: null, order: 3 }],
			log: [
				...cake.slice(2, 3),
				event(20, 3, { type: "caught", sender: "heron" }),
				says(21, 4, "heron", "On it. Thirty, or do we lie?"),
				event(22, 4, { type: "caught", sender: "blind" }),
				event(23, 4, { type: "left", memberId: "otter", reason: "removed" }),
				event(24, 4, { type: "locked", locked: true }),
				event(25, 4, { type: "extended", by: "heron", expiresAt: at(20), addedMs: 10 * minute }),
			],
		}),
	),
	"panel-withheld": panel(live({ withheld: true })),
	"panel-outbox": panel(
		live({
			leftMs: 4.43 * minute,
			log: [...cake.slice(5), says(9, 8, "me", "I’m at the bakery now.")],
			unsent: [
				unsent(1, "They spelled her name right. Sending a picture of it later.", { name: "sending" }),
				unsent(2, "Which entrance is closest?", { name: "waiting" }),
				unsent(3, "North or river side?", { name: "failed", cause: "too-fast" }),
			],
		}),
	),
	"panel-offline": panel(
		live({
			leftMs: 4 * minute,
			log: cake.slice(2),
			unsent: [unsent(1, "Got the candles. Plain ones.", { name: "waiting" })],
			connection: { name: "waiting", retryAt: 0 },
			draft: typed("Meet at the clock?"),
		}),
	),
	"panel-gone": panel(live({ log: cake.slice(2), connection: { name: "waiting", retryAt: 0 } }), {
		hurry: 100,
		says: "Messages wait here until the room’s time is up.",
	}),
	"panel-notify": panel(live(), { missed: true }),
	"panel-unread": panel(live({ leftMs: 3 * minute, log: unreadLog, readCursor: `${at(3)}-6`, unreadCount: 5 })),
	"panel-last-minute": panel(live({ leftMs: 42_000, log: cake.slice(2), draft: typed("See you at six.") })),
	"panel-share-page": panel(
		live({
			log: [...cake.slice(5), { ...says(9, 6, "heron", ""), page: bakery } as LogEntry],
			draft: { ...noDraft, page: timetable },
		}),
	),
	"panel-page-hostile": panel(
		live({
			log: [{ ...says(9, 6, "heron", "Look at this:"), page: hostile } as LogEntry],
			unsent: [{ ...unsent(1, "", { name: "waiting" }), page: { url: bakery.url, title: "" } } as Unsent],
			draft: { ...noDraft, page: { ...hostile, shortened: true } },
		}),
	),
	"panel-refused-page": panel(live(), {
		snapshot: { ...showing(live()), errand: { id: "1", type: "refused", reason: "page-not-web" } },
	}),
	"panel-waiting-page": panel(live(), {
		snapshot: { ...listing(), errand: { id: "1", type: "waiting", page: timetable, code: "unreachable" } },
	}),
	"panel-picture": panel(live({ log: filesLog.slice(0, 1) }), { answer: readsFiles }),
	"panel-picture-large": panel(live({ log: filesLog.slice(0, 1) }), {
		answer: readsFiles,
		press: ["From the bridge, just now."],
	}),
	"panel-files": panel(
		live({
			log: filesLog.slice(1),
			people: [...people, { ...wren, here: false, order: 3 }],
			unsent: [{ ...unsent(1, "", { name: "failed", cause: "room-storage-full" }), file: document } as Unsent],
		}),
		{ answer: readsFiles },
	),
	"panel-file-draft": panel(live({ draft: typed("From the bridge, just now.") }), { drop: lakeAlone }),
	"panel-files-draft": panel(live({ draft: typed("All that I have of Friday.") }), { drop: lakeAndTexts }),
	"panel-files-refused": panel(live(), { drop: tooMuch, says: "Send these first." }),
	"panel-files-no-space": panel(
		live({ draft: { ...typed("All that I have of Friday."), replyTo: idOf(says(8, 5, "", "")) } }),
		{
			drop: lakeAndTexts,
			answer: (intent) =>
				intent.type === "send-file" && intent.file.name.endsWith(".pdf")
					? { ok: false, code: "storage-full" }
					: undefined,
		},
	),
	"panel-files-once-draft": panel(live(), { drop: lakeAndTexts, life: "once" }),
	"panel-voice-unplayable": panel(live({ log: voiceLog.slice(0, 1) }), {
		answer: readsNoVoices,
		says: "This browser can’t play it.",
	}),
	"panel-voice": panel(live({ log: voiceLog }), { answer: readsVoices }),
	"panel-recording": panel(live(), { press: ["Record a voice note"], says: "of 1:00" }),
	"panel-voice-draft": panel(live({ draft: { ...noDraft, replyTo: idOf(says(8, 5, "", "")) } }), {
		press: ["Record a voice note", "Stop recording"],
		says: "0:01",
	}),
	"panel-once-draft": panel(live({ draft: typed("Guess where.") }), { drop: lakeAlone, life: "once" }),
	"panel-once": panel(
		live({
			log: onceLog,
			people: [...people, { ...wren, here: false, order: 3 }],
			unsent: [{ ...unsent(1, "", { name: "waiting" }), file: picture, once: true } as Unsent],
		}),
	),
	"panel-once-large": panel(live({ log: onceLog.slice(1, 2) }), {
		answer: readsFiles,
		press: [viewOnce],
		says: "When you close it, it’s gone here.",
	}),
	"panel-once-failed": panel(live({ log: onceLog.slice(1, 2) }), {
		answer: ({ type }) => (type === "view-once" ? { ok: false, code: "not-found" } : undefined),
		press: [viewOnce],
		says: "It couldn’t be shown. Try again.",
	}),
	"panel-rooms": panel(live(), { snapshot: several, press: ["Alder Bend"] }),
	"panel-people": panel(live(), { press: ["3"] }),
	"panel-people-foreign": panel(live({ foreign: true, server: "https://chat.example.org", locked: true }), {
		press: ["3"],
	}),
	"panel-people-guest": panel(live({ locked: true, people: [{ ...heron, order: 0 }, { ...small, order: 1 }, otter] }), {
		press: ["3"],
	}),
	"panel-invite": panel(live(), { press: ["3", "Invite"] }),
	"panel-knock": panel(
		live({
			locked: true,
			people: [
				{ ...small, order: 0 },
				{ ...heron, order: 1 },
			],
			knocks: [
				{ id: "a", name: "Amber Otter" },
				{ id: "b", name: "Pale Wren" },
			],
		}),
	),
	"panel-invite-single": panel(
		live({
			locked: true,
			people: [
				{ ...small, order: 0 },
				{ ...heron, order: 1 },
			],
			invites: ["k7Qf", "m2Xa"].map((end) => ({ id: end, link: `https://mayfly.example/r/x#${end}` })),
		}),
		{ press: ["2", "Invite"] },
	),
	"panel-verify": panel(live(), { press: ["3", "Compare"] }),
	"panel-verify-qr": panel(live(), { press: ["3", "Compare", "Show as QR code"] }),
	"panel-verify-differ": panel(live(), { press: ["3", "Compare", "It differs"] }),
	"panel-people-compared": panel(live({ compared: { me: "1-1", heron: "1-1", otter: "1-1" }, locked: true }), {
		press: ["3"],
	}),
	"panel-people-newcomer": panel(
		live({
			compared: { me: `${at(3)}-6`, heron: `${at(3)}-6`, otter: `${at(3)}-6` },
			people: [...people, { ...wren, order: 3 }],
			log: [...cake, event(9, 6, { type: "joined", memberId: "wren" })],
		}),
		{ press: ["4"] },
	),
	"panel-newcomer": panel(
		live({
			compared: { me: `${at(3)}-6`, heron: `${at(3)}-6`, otter: `${at(3)}-6` },
			people: [...people, { ...wren, order: 3 }],
			log: [...cake, event(9, 6, { type: "joined", memberId: "wren" })],
		}),
	),
	"panel-remove": panel(live(), { press: ["3", "Remove Amber Otter"] }),
	"panel-remove-failed": panel(live(), {
		press: ["3", "Remove Amber Otter", "Remove"],
		answer: ({ type }) => (type === "remove" ? { ok: false, code: "unreachable" } : undefined),
	}),
	"panel-hand-over": panel(live(), { press: ["3", "Hand over to Amber Otter"] }),
	"panel-handed-over": panel(
		live({
			starter: "me",
			people: people.map((person) => ({ ...person, order: (person.order + 2) % 3 })),
			log: [
				...cake.slice(3),
				event(9, 6, { type: "appointed", by: "otter", memberId: "heron" }),
				event(10, 6, { type: "caught", sender: "otter", what: "appointment" }),
				event(11, 7, { type: "appointed", by: "heron", memberId: "me" }),
			],
		}),
	),
	"panel-leave": panel(live(), { press: ["3", "Leave room"] }),
	"panel-destroy": panel(live(), { press: ["Destroy room"] }),
	"panel-busy": panel(live(), { answer: () => ({ ok: false, code: "unreachable" }) }),
	"panel-connecting": panel(live({ log: [], caughtUp: false, connection: { name: "connecting" } })),
	"panel-find": panel(live(), { snapshot: several, press: ["Alder Bend", "Search messages"], says: "Words to find" }),
	"panel-five-thousand": panel(live({ log: fiveThousand })),
	"panel-thousand": panel(live({ log: thousand })),
	"web-live": panel(live({ draft: typed("Fine. Twenty-nine.") }), { surface: "web" }),
	"web-compared": panel(live({ compared: { me: "1-1", heron: "1-1", otter: "1-1" } }), { surface: "web" }),
	"web-writing": panel(live({ doings: { otter: writes } }), { surface: "web" }),
	"web-people": panel(live(), { surface: "web", press: ["3 of 5 people"] }),
	"web-waiting": panel(alone, { surface: "web" }),
};

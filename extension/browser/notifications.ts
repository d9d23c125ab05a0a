import { browser } from "wxt/browser";
import type { Rooms } from "../hub/rooms.ts";
import type { SettingsStore } from "../ui/platform.ts";
import { t } from "../ui/words.ts";
import { planKnocks } from "./knock-plan.ts";
import { missedKey } from "./notification-access.ts";
import { planNotifications, type Ringing, type Told } from "./notifications-plan.ts";
import { sessionArea } from "./session-area.ts";

const toldKey = "notified";
/**
 * A message waits so long, ms, before it rings: a panel that shows it says so by then, even one that lost its port
 * with the worker, and several that come together are one.
 */
const graceMs = 400;
/** Before the room's id, which is the rest: one notification a room of each kind, replaced by the next of it. */
const idPrefixes = { message: "room/", knock: "door/" } as const;
type About = keyof typeof idPrefixes;

/**
 * "New message in Alder Bend", or that one was mentioned there, and never its words; or that somebody knocks there. For
 * what no panel shows. Nothing in private windows.
 * @param shown rooms that a panel shows to somebody now
 * @param open shows the room in the window used last; called first thing in the click
 */
export function notifyOfNews(options: {
	rooms: Rooms;
	settings: Promise<SettingsStore>;
	shown(): ReadonlySet<string>;
	open(roomId: string): void;
}): { update(): void } {
	const { rooms, settings, shown, open } = options;
	if (browser.extension.inIncognitoContext) return { update() {} };
	let told: Told | null = null;
	// Not kept: who knocks while the worker dies says so again, in the same notification.
	let rung: ReadonlySet<string> = new Set();
	let timer: ReturnType<typeof setTimeout> | undefined;
	let running = Promise.resolve();

	/** The API is there from the moment on that it is allowed. */
	const listen = () => browser.notifications?.onClicked.addListener(clicked);
	function clicked(id: string): void {
		const prefix = Object.values(idPrefixes).find((each) => id.startsWith(each));
		if (prefix === undefined) return;
		open(id.slice(prefix.length));
		void browser.notifications.clear(id);
	}

	function update(): void {
		if (timer !== undefined) return;
		timer = setTimeout(() => {
			timer = undefined;
			// One that failed has said so; the next one does what it left.
			running = running.catch(() => {}).then(carryOut);
		}, graceMs);
	}

	async function carryOut(): Promise<void> {
		const store = await settings;
		told ??= ((await sessionArea.get(toldKey)) ?? {}) as Told;
		const standing = Object.keys((await browser.notifications?.getAll()) ?? {});
		const plan = planNotifications(rooms.getSnapshot(), {
			told,
			shown: shown(),
			standing: roomsIn(standing, "message"),
		});
		const knocks = planKnocks(rooms.getSnapshot(), { rung, shown: shown(), standing: roomsIn(standing, "knock") });
		rung = knocks.rung;
		if (plan.told !== told) {
			told = plan.told;
			// Before it rings: a worker that dies in between says nothing rather than the same thing twice.
			// With no space left it is remembered by this worker alone.
			await (isEmpty(told) ? sessionArea.remove(toldKey) : sessionArea.set(toldKey, told)).catch(() => {});
		}
		for (const roomId of plan.clear) void browser.notifications?.clear(idPrefixes.message + roomId);
		for (const roomId of knocks.clear) void browser.notifications?.clear(idPrefixes.knock + roomId);
		const { notify } = store.getSnapshot();
		if (notify === "on") {
			for (const room of plan.show) await show("message", room.roomId, messageTitle(room));
			for (const { roomId, name } of knocks.show) await show("knock", roomId, t("notify.knock", { room: name }));
		} else if (notify === "unasked" && plan.show.length + knocks.show.length > 0) {
			await sessionArea.set(missedKey, true).catch(() => {});
		}
	}

	rooms.subscribe(update);
	listen();
	browser.permissions.onAdded.addListener(({ permissions }) => {
		if (permissions?.includes("notifications")) listen();
	});
	browser.permissions.onRemoved.addListener(({ permissions }) => {
		if (permissions?.includes("notifications")) void settings.then((store) => store.set({ notify: "off" }));
	});
	return { update };
}

const isEmpty = (told: Told) => Object.keys(told).length === 0;

/** The rooms that these notifications, by their ids, are about. */
function roomsIn(ids: readonly string[], about: About): string[] {
	const prefix = idPrefixes[about];
	return ids.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
}

const messageTitle = ({ name, mentioned }: Ringing) =>
	t(mentioned ? "notify.mentioned" : "notify.title", { room: name });

async function show(about: About, roomId: string, title: string): Promise<void> {
	await browser.notifications?.create(idPrefixes[about] + roomId, {
		type: "basic",
		iconUrl: browser.runtime.getURL("/icon/128.png"),
		title,
		message: "",
		// Firefox knows no such option, and makes no sound of its own.
		...(globalThis.chrome?.sidePanel ? { silent: true } : {}),
	});
}

import { browser } from "wxt/browser";
import type { Rooms } from "../hub/rooms.ts";
import type { SettingsStore } from "../ui/platform.ts";
import { t } from "../ui/words.ts";
import { missedKey } from "./notification-access.ts";
import { planNotifications, type Ringing, type Told } from "./notifications-plan.ts";
import { sessionArea } from "./session-area.ts";

const toldKey = "notified";
/**
 * A message waits so long, ms, before it rings: a panel that shows it says so by then, even one that lost its port
 * with the worker, and several that come together are one.
 */
const graceMs = 400;
/** Before the room's id, which is the rest: one notification a room, replaced by the next. */
const idPrefix = "room/";

/**
 * "New message in Alder Bend", or that one was mentioned there, and never its words, for what no panel shows. Nothing in private windows.
 * @param shown rooms that a panel shows to somebody now
 * @param open shows the room in the window used last; called first thing in the click
 */
export function notifyOfMessages(options: {
	rooms: Rooms;
	settings: Promise<SettingsStore>;
	shown(): ReadonlySet<string>;
	open(roomId: string): void;
}): { update(): void } {
	const { rooms, settings, shown, open } = options;
	if (browser.extension.inIncognitoContext) return { update() {} };
	let told: Told | null = null;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let running = Promise.resolve();

	/** The API is there from the moment on that it is allowed. */
	const listen = () => browser.notifications?.onClicked.addListener(clicked);
	function clicked(id: string): void {
		if (!id.startsWith(idPrefix)) return;
		open(id.slice(idPrefix.length));
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
		const standing = await standingRooms();
		const plan = planNotifications(rooms.getSnapshot(), { told, shown: shown(), standing });
		if (plan.told !== told) {
			told = plan.told;
			// Before it rings: a worker that dies in between says nothing rather than the same thing twice.
			// With no space left it is remembered by this worker alone.
			await (isEmpty(told) ? sessionArea.remove(toldKey) : sessionArea.set(toldKey, told)).catch(() => {});
		}
		for (const roomId of plan.clear) void browser.notifications?.clear(idPrefix + roomId);
		const { notify } = store.getSnapshot();
		if (notify === "on") for (const room of plan.show) await show(room);
		else if (notify === "unasked" && plan.show.length > 0) await sessionArea.set(missedKey, true).catch(() => {});
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

async function standingRooms(): Promise<string[]> {
	const all = Object.keys((await browser.notifications?.getAll()) ?? {});
	return all.filter((id) => id.startsWith(idPrefix)).map((id) => id.slice(idPrefix.length));
}

async function show({ roomId, name, mentioned }: Ringing): Promise<void> {
	await browser.notifications?.create(idPrefix + roomId, {
		type: "basic",
		iconUrl: browser.runtime.getURL("/icon/128.png"),
		title: t(mentioned ? "notify.mentioned" : "notify.title", { room: name }),
		message: "",
		// Firefox knows no such option, and makes no sound of its own.
		...(globalThis.chrome?.sidePanel ? { silent: true } : {}),
	});
}

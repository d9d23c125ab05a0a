import { browser } from "wxt/browser";
import type { Errands } from "../hub/errands.ts";
import type { Intent, Rooms } from "../hub/rooms.ts";
import { pageCard } from "../room/page-card.ts";
import type { Settings, SettingsStore } from "../ui/platform.ts";
import { t } from "../ui/words.ts";
import { foundBy, isMenuItem, type MenuItem, menuItems } from "./menu-choice.ts";
import { openSidePanel } from "./side-panel.ts";

type MenuParts = {
	rooms: Rooms;
	/** What is open in each window. */
	panels: { openIn(windowId: string): string | null; subscribe(listener: () => void): () => void };
	errands: Errands;
	settings: Promise<SettingsStore>;
};

/**
 * Offers Mayfly in the menus of pages and of the toolbar icon. Whatever is chosen opens the panel of that window, which
 * then shows what came of it.
 */
export function offerMenus({ rooms, panels, errands, settings }: MenuParts): void {
	for (const id of Object.keys(menuItems) as MenuItem[]) offer(id);
	/** The window that was in front last, while a room is there for it to have open. */
	let front: number | null = null;

	browser.contextMenus.onClicked.addListener((info, tab) => {
		const item = info.menuItemId;
		const windowId = tab?.windowId ?? front ?? browser.windows.WINDOW_ID_CURRENT;
		if (!isMenuItem(item)) return;
		// Before all else: with anything awaited first it would no longer belong to the press. Where there is no panel
		// (a window without a toolbar) what was chosen waits in the room.
		openSidePanel(windowId).catch(() => {});
		void settings.then((store) => {
			const start = startAs(store.getSnapshot());
			if (item === "start") return errands.start(`${windowId}`, start);
			if (item === "invite") return errands.invite(`${windowId}`);
			return errands.share(`${windowId}`, pageCard(foundBy(item, info, tab)), start);
		});
	});

	const hasOpenRoom = () => {
		const open = front === null ? null : panels.openIn(`${front}`);
		return rooms.getSnapshot().rooms.some((room) => room.phase === "live" && room.roomId === open);
	};
	let shown: boolean | null = null;
	const update = () => {
		watchFront(rooms.getSnapshot().rooms.some((room) => room.phase === "live"));
		const visible = hasOpenRoom();
		if (visible === shown) return;
		shown = visible;
		void browser.contextMenus.update("invite" satisfies MenuItem, { visible });
	};
	const setFront = (windowId: number | undefined) => {
		// No window of the browser is in front: its menus are those of the last one.
		if (windowId === undefined || windowId === browser.windows.WINDOW_ID_NONE) return;
		front = windowId;
		update();
	};
	let isWatching = false;
	/** Only while a room is open: a listener would wake a worker that has nothing to do. */
	const watchFront = (wanted: boolean) => {
		if (wanted === isWatching) return;
		isWatching = wanted;
		if (!wanted) return browser.windows.onFocusChanged.removeListener(setFront);
		browser.windows.onFocusChanged.addListener(setFront);
		void browser.windows.getLastFocused().then(({ id }) => setFront(id));
	};
	panels.subscribe(update);
	update();
}

/** Items outlive the worker that made them, and a browser that was closed: what is there already is only put right. */
function offer(id: MenuItem): void {
	const { title, contexts } = menuItems[id];
	const item = {
		title: t(title),
		contexts: [...contexts] as [(typeof contexts)[number], ...(typeof contexts)[number][]],
	};
	browser.contextMenus.create({ id, ...item, visible: id !== "invite" }, () => {
		if (browser.runtime.lastError) void browser.contextMenus.update(id, item);
	});
}

/** A room as it is started from the home screen when nothing is chosen there. */
function startAs({ ttlSeconds, capacity, name, server }: Settings): Extract<Intent, { type: "start" }> {
	return { type: "start", ttlSeconds, capacity, server, ...(name ? { name } : {}) };
}

import { browser } from "wxt/browser";
import { defineBackground } from "wxt/utils/define-background";
import { showBadge } from "../browser/badge.ts";
import { offerMenus } from "../browser/context-menus.ts";
import { createHandOff } from "../browser/hand-off.ts";
import { askPageToGiveUp, handOffMemory, listenForPresses } from "../browser/hand-off-listener.ts";
import { keepAlive, updateBetweenRooms } from "../browser/keep-alive.ts";
import { notifyOfNews } from "../browser/notifications.ts";
import { openRoomInLastWindow } from "../browser/open-room.ts";
import { listenForPanic } from "../browser/panic-key.ts";
import { windowOfPort } from "../browser/port-name.ts";
import { forgetFormerPrivateWindows, keptAt, sessionArea } from "../browser/session-area.ts";
import { createSights } from "../browser/sight.ts";
import { builtInServer, openStoredSettings } from "../browser/stored-settings.ts";
import { speakTheBrowsersLanguage } from "../browser/words.ts";
import { createErrands, type KeptErrands } from "../hub/errands.ts";
import { createLocalRooms } from "../hub/local.ts";
import { createPanels, type OpenRooms } from "../hub/panels.ts";
import { servePort } from "../hub/port.ts";
import type { PortLike } from "../hub/port-messages.ts";

/** The one engine of the extension: rooms live here, popups and panels only show them. */
export default defineBackground(() => {
	speakTheBrowsersLanguage();
	const settings = openStoredSettings();
	let server = builtInServer;
	// Before it is known what others may see, they see nothing.
	let shows = { writing: false, seen: false };
	void settings.then((store) => {
		const update = () => {
			const { showWriting: writing, showSeen: seen, ...chosen } = store.getSnapshot();
			server = chosen.server;
			shows = { writing, seen };
		};
		store.subscribe(update);
		update();
	});
	const forgotten = forgetFormerPrivateWindows();
	const storage = { ...sessionArea, all: () => forgotten.then(sessionArea.all) };
	const rooms = createLocalRooms({ storage, fetch, WebSocket, builtInServer: () => server, shows: () => shows });
	const handOff = createHandOff({ rooms, memory: handOffMemory, giveUp: askPageToGiveUp });
	const panels = createPanels(handOff.rooms, keptAt<OpenRooms>("open-rooms"));
	const errands = createErrands(panels, keptAt<KeptErrands>("errands"), () => crypto.randomUUID());
	offerMenus({ rooms, panels, errands, settings });
	const sights = createSights(() => notifications.update());
	const notifications = notifyOfNews({
		rooms,
		settings,
		shown: () => new Set(sights.windows().flatMap((windowId) => panels.openIn(windowId) ?? [])),
		open: (roomId) =>
			openRoomInLastWindow((windowId) => void panels.window(`${windowId}`).do({ type: "open", roomId })),
	});
	const root = browser.runtime.getURL("/");
	browser.runtime.onConnect.addListener((port) => {
		const windowId = windowOfPort(port, root);
		if (windowId !== null) servePort(port as PortLike, errands.window(windowId));
		else sights.take(port, root);
	});
	listenForPresses(handOff, panels.window);
	listenForPanic(() => errands.window("").do({ type: "leave-all" }));
	keepAlive(rooms, () => rooms.wake());
	showBadge(rooms);
	updateBetweenRooms(rooms);
});

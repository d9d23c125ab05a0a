import { nanoid } from "nanoid";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { browser } from "wxt/browser";
import type { PortLike } from "../hub/port-messages.ts";
import { createRemoteRooms } from "../hub/remote.ts";
import type { RoomsSnapshot } from "../hub/rooms.ts";
import { holdsRoom } from "../hub/storage-keys.ts";
import { App } from "../ui/app.tsx";
import { foreseeRoom } from "../ui/load-room.ts";
import type { Platform } from "../ui/platform.ts";
import { dressPage, t } from "../ui/words.ts";
import { openMicrophonePage } from "./microphone-page.ts";
import { openNotificationAccess } from "./notification-access.ts";
import { portName } from "./port-name.ts";
import { sessionArea } from "./session-area.ts";
import { openSidePanel } from "./side-panel.ts";
import { tellSight } from "./sight.ts";
import { openStoredSettings } from "./stored-settings.ts";
import { offerTabLink } from "./tab-link.ts";
import { speakTheBrowsersLanguage } from "./words.ts";

/** A browser that keeps no room needs no background, which may sleep, to say so; for another one the room's code comes. */
async function knownRooms(surface: Platform["surface"]): Promise<RoomsSnapshot> {
	const keys = await sessionArea.keys();
	const ready = keys !== null && !holdsRoom(keys);
	if (!ready) foreseeRoom({ surface });
	return { ready, rooms: [], open: null };
}

/** Starts one of the extension's own pages: connects to the background and shows the app. */
export async function mountSurface(surface: "popup" | "panel" | "options"): Promise<void> {
	speakTheBrowsersLanguage();
	dressPage(document, surface === "options" ? t("settings.pageTitle") : t("app.name"));
	const [{ id: windowId = -1 }, known, settings, notifications, [tab]] = await Promise.all([
		browser.windows.getCurrent(),
		knownRooms(surface),
		openStoredSettings(),
		openNotificationAccess(),
		// Its address is told for a press of the toolbar icon, and not on pages that browsers keep to themselves.
		surface === "popup" ? browser.tabs.query({ active: true, currentWindow: true }) : [],
	]);
	if (surface === "panel") tellSight(windowId);
	const rooms = createRemoteRooms(
		() => browser.runtime.connect({ name: portName(surface, windowId) }) as PortLike,
		() => nanoid(21),
		known,
	);
	await offerTabLink(rooms, tab?.url);
	const platform: Platform = {
		surface,
		settings,
		openOptions: () => void browser.runtime.openOptionsPage(),
		privateWindows: globalThis.chrome?.sidePanel ? "apart" : "together",
		close: () => window.close(),
		...(notifications ? { notifications } : {}),
		...(surface === "panel" ? { frontPage: async () => (await import("./front-page.ts")).frontPage(windowId) } : {}),
		// Firefox asks in its sidebar.
		...(surface === "panel" && globalThis.chrome?.sidePanel ? { askForMicrophone: openMicrophonePage } : {}),
		...(surface === "popup" ? { openPanel: () => openSidePanel(windowId).then(() => window.close()) } : {}),
	};
	const root = document.getElementById("root");
	if (!root) throw new Error("the page has no #root");
	createRoot(root).render(
		<StrictMode>
			<App rooms={rooms} platform={platform} />
		</StrictMode>,
	);
}

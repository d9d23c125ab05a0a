import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createLocalRooms } from "../hub/local.ts";
import { createMemoryStorage } from "../hub/memory-storage.ts";
import type { FailureCode } from "../hub/rooms.ts";
import { App } from "../ui/app.tsx";
import { bundledWords } from "../ui/bundled-words.ts";
import type { Platform } from "../ui/platform.ts";
import { dressPage, speak, t } from "../ui/words.ts";
import { withAddress } from "./address.ts";
import { meetExtension } from "./hand-off.ts";
import { createMemorySettings } from "./memory-settings.ts";
import { MovedScreen } from "./moved-screen.tsx";

const element = document.getElementById("root");
if (!element) throw new Error("the page has no #root");
const root = createRoot(element);

const storage = createMemoryStorage();
const local = createLocalRooms({ storage, builtInServer: () => location.origin, fetch, WebSocket });
const rooms = withAddress(local, {
	href: () => location.href,
	replace: (href) => history.replaceState(null, "", href),
	leaveFor: (href) => location.assign(href),
});
let platform: Platform = { surface: "web", settings: createMemorySettings(location.origin) };
let linkFailure: FailureCode | undefined;
let hasMoved = false;

/** `key`: a link that was opened anew starts with no failure of the last one. */
function render(): void {
	root.render(
		<StrictMode>
			{hasMoved ? (
				<MovedScreen onComeBack={() => void openAddress()} />
			) : (
				<App key={location.href} rooms={rooms} platform={platform} linkFailure={linkFailure} />
			)}
		</StrictMode>,
	);
}

const spoken = bundledWords(navigator.languages).then((words) => {
	speak(words);
	dressPage(document, t("app.name"));
});

async function openAddress(): Promise<void> {
	await Promise.all([local.ready, spoken]);
	linkFailure = undefined;
	if (location.pathname !== "/") {
		const outcome = await rooms.do({ type: "invite", link: location.href });
		if (!outcome.ok) linkFailure = outcome.code;
	}
	hasMoved = false;
	render();
}

addEventListener("hashchange", () => void openAddress());
addEventListener("pagehide", (event) => {
	// A page that is kept for going back to keeps its seats too.
	if (!event.persisted) local.leaveWithPage();
});
addEventListener("pageshow", (event) => {
	if (event.persisted) local.wake();
});
addEventListener("online", () => local.wake());

const opened = openAddress();
meetExtension({
	rooms,
	page: window,
	shown(handOff) {
		platform = { ...platform, openPanel: handOff?.openPanel };
		void opened.then(render);
	},
	moved(roomId) {
		if (rooms.getSnapshot().open !== roomId) return;
		hasMoved = true;
		render();
	},
});

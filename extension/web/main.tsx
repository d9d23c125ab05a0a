import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createLocalRooms } from "../hub/local.ts";
import { createMemoryStorage } from "../hub/memory-storage.ts";
import type { FailureCode } from "../hub/rooms.ts";
import type { RoomStorage } from "../hub/saved-rooms.ts";
import { App } from "../ui/app.tsx";
import { speakBundled } from "../ui/bundled-words.ts";
import type { Platform } from "../ui/platform.ts";
import { dressPage, t } from "../ui/words.ts";
import { withAddress } from "./address.ts";
import { meetExtension } from "./hand-off.ts";
import { createSeatKeeper } from "./keeper/keeper-client.ts";
import { keeperScript } from "./keeper/keeper-script.ts";
import { createMemorySettings } from "./memory-settings.ts";
import { MovedScreen } from "./moved-screen.tsx";
import { listenForPanic } from "./panic-key.ts";

const element = document.getElementById("root");
if (!element) throw new Error("the page has no #root");
const root = createRoot(element);

const spoken = speakBundled(navigator.languages).then(() => dressPage(document, t("app.name")));
const firstAddress = location.href;
const keeper = createSeatKeeper(navigator, keeperScript());
const values = new Map<string, unknown>();
const storage: RoomStorage = {
	...createMemoryStorage(values),
	/** Asked once, at the start: what the page before this one left. */
	async all() {
		const left = (await keeper.claim(firstAddress)) ?? {};
		for (const [key, value] of Object.entries(left)) values.set(key, value);
		return left;
	},
};
const settings = createMemorySettings(location.origin);
const local = createLocalRooms({
	...{ storage, fetch, WebSocket },
	builtInServer: () => location.origin,
	shows() {
		const { showWriting: writing, showSeen: seen } = settings.getSnapshot();
		return { writing, seen };
	},
});
const rooms = withAddress(local, {
	href: () => location.href,
	replace: (href) => history.replaceState(null, "", href),
	leaveFor: (href) => location.assign(href),
});
let platform: Platform = { surface: "web", settings };
let linkFailure: FailureCode | undefined;
let hasMoved = false;
let openings = 0;

/** `key`: a link that was opened anew starts with no failure of the last one. */
function render(): void {
	root.render(
		<StrictMode>
			{hasMoved ? (
				<MovedScreen onComeBack={() => void openAddress(location.href)} />
			) : (
				<App key={openings} rooms={rooms} platform={platform} linkFailure={linkFailure} />
			)}
		</StrictMode>,
	);
}

async function openAddress(address: string): Promise<void> {
	await Promise.all([local.ready, spoken]);
	linkFailure = undefined;
	if (new URL(address).pathname !== "/") {
		const outcome = await rooms.do({ type: "invite", link: address });
		if (!outcome.ok) linkFailure = outcome.code;
	}
	hasMoved = false;
	openings++;
	render();
}

listenForPanic(window, () => rooms.do({ type: "leave-all" }));
addEventListener("hashchange", () => void openAddress(location.href));
rooms.subscribe(() => keeper.setSeated(local.hasLiveRooms()));
function keepSeats(event: PageTransitionEvent): void {
	// A page that is kept for going back to keeps its seats too.
	if (event.persisted || !local.hasLiveRooms()) return;
	const isKept = keeper.keep({ link: location.href, values: Object.fromEntries(values), seats: local.seats() });
	if (!isKept) local.leaveWithPage();
}
addEventListener("pagehide", keepSeats);
addEventListener("input", () => {
	// Listeners run in the order they were added: whoever saves what is being written must have done so before.
	removeEventListener("pagehide", keepSeats);
	addEventListener("pagehide", keepSeats);
});
addEventListener("pageshow", (event) => {
	if (event.persisted) local.wake();
});
addEventListener("online", () => local.wake());

const opened = openAddress(firstAddress);
meetExtension({
	rooms,
	seatFor: local.seatFor,
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

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createLocalRooms } from "../hub/local.ts";
import { createMemoryStorage } from "../hub/memory-storage.ts";
import type { FailureCode } from "../hub/rooms.ts";
import { App } from "../ui/app.tsx";
import type { Platform } from "../ui/platform.ts";
import { withAddress } from "./address.ts";
import { createMemorySettings } from "./memory-settings.ts";

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
const platform: Platform = { surface: "web", settings: createMemorySettings(location.origin) };

/** `key`: a link that was opened anew starts with no failure of the last one. */
function render(linkFailure?: FailureCode): void {
	root.render(
		<StrictMode>
			<App key={location.href} rooms={rooms} platform={platform} linkFailure={linkFailure} />
		</StrictMode>,
	);
}

async function openAddress(): Promise<void> {
	await local.ready;
	if (location.pathname === "/") return render();
	const outcome = await rooms.do({ type: "invite", link: location.href });
	render(outcome.ok ? undefined : outcome.code);
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

void openAddress();

import { browser } from "wxt/browser";
import { defineContentScript } from "wxt/utils/define-content-script";
import type { GiveUp } from "../browser/hand-off-messages.ts";
import { watchRoomPage } from "../browser/hand-off-script.ts";
import { linkPattern } from "../browser/link-pattern.ts";

const server = new URL(__MAYFLY_SERVER__);

/** On the room pages of the built-in server: lets them offer to go on in the side panel. */
export default defineContentScript({
	matches: [linkPattern(server)],
	runAt: "document_start",
	main() {
		// The pattern names no port: another server of this machine may be behind it.
		if (location.origin !== server.origin) return;
		const giveUp = watchRoomPage(window, (press) => browser.runtime.sendMessage(press));
		browser.runtime.onMessage.addListener((message: GiveUp, _sender, respond: (given: unknown) => void) => {
			void giveUp(message.roomId).then(respond);
			return true;
		});
	},
});

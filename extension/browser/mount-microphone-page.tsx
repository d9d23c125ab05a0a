import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { browser } from "wxt/browser";
import { MicrophoneScreen } from "../ui/microphone/microphone-screen.tsx";
import { dressPage, t } from "../ui/words.ts";
import { speakTheBrowsersLanguage } from "./words.ts";

/** Starts the page that asks for the microphone; it goes once it may be used. */
export function mountMicrophonePage(): void {
	speakTheBrowsersLanguage();
	dressPage(document, t("app.name"));
	const root = document.getElementById("root");
	if (!root) throw new Error("the page has no #root");
	createRoot(root).render(
		<StrictMode>
			<MicrophoneScreen onAllowed={() => void closeThisTab()} />
		</StrictMode>,
	);
}

async function closeThisTab(): Promise<void> {
	const tab = await browser.tabs.getCurrent();
	if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
}

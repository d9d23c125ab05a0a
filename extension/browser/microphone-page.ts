import { browser } from "wxt/browser";

/** Chromium asks for the microphone in a tab, and not beside its side panel. */
export async function openMicrophonePage(): Promise<void> {
	await browser.tabs.create({ url: browser.runtime.getURL("/microphone.html") });
}

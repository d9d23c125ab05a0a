import { ChromiumWithExtension } from "./chromium-browser.ts";
import type { ExtensionBrowser, LaunchOptions } from "./extension-browser.ts";
import { FirefoxWithExtension } from "./firefox-browser.ts";

/** Starts the browser of this run of the tests; which one it is, the test runner's settings say. */
export function launchTested(server: string, options?: LaunchOptions): Promise<ExtensionBrowser> {
	const { launch } = process.env.MAYFLY_TESTED_BROWSER === "firefox" ? FirefoxWithExtension : ChromiumWithExtension;
	return launch(server, options);
}

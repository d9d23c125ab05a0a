import { findProgram } from "../../.config/tasks/programs.ts";

/** Where the real browser is; the tests fail without it, they are not skipped. */
export function requireBrowser(name: "chromium" | "firefox"): string {
	const path = findProgram(name);
	if (!path) throw new Error(`${name} is not installed; \`npm test\` installs it where it may`);
	return path;
}

/** Flags that keep a test's Chromium quiet: nothing but the pages under test is asked for. */
export const chromiumArgs = [
	"--no-sandbox",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-quic",
	"--disable-sync",
	// On Linux the environment says so; see the test runner's settings.
	"--lang=en-US",
	"--accept-lang=en-US",
	"--no-first-run",
	// A microphone that beeps; whether it may be heard, each test says.
	"--use-fake-device-for-media-stream",
];

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

type Program = "chromium" | "firefox" | "redis-server" | "Xvfb" | "xdotool";
const usual: Record<Program, Partial<Record<NodeJS.Platform, string[]>>> = {
	chromium: {
		linux: ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"],
		darwin: [
			"/Applications/Chromium.app/Contents/MacOS/Chromium",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
		],
		win32: [
			"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
			"C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
			"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
		],
	},
	firefox: {
		linux: ["firefox-esr", "firefox"],
		darwin: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
		win32: ["C:\\Program Files\\Mozilla Firefox\\firefox.exe"],
	},
	"redis-server": { linux: ["redis-server", "valkey-server"], darwin: ["redis-server"], win32: ["redis-server.exe"] },
	// A screen and a pointer that is really pressed: where there is no X they have no part in the tests.
	Xvfb: { linux: ["Xvfb"] },
	xdotool: { linux: ["xdotool"] },
};

/** A program that is not part of npm: where it is installed, or null. Its place can be given as CHROMIUM_PATH, REDIS_SERVER_PATH and so on. */
export function findProgram(name: Program): string | null {
	const given = process.env[`${name.toUpperCase().replace("-", "_")}_PATH`];
	if (given) return given;
	for (const candidate of usual[name][process.platform] ?? []) {
		if (existsSync(candidate)) return candidate;
		for (const folder of (process.env.PATH ?? "").split(delimiter)) {
			if (existsSync(join(folder, candidate))) return join(folder, candidate);
		}
	}
	return null;
}

const packages: Record<Program, string> = {
	chromium: "chromium",
	firefox: "firefox-esr",
	"redis-server": "redis-server",
	Xvfb: "xvfb",
	xdotool: "xdotool",
};
const ofThisPlatform = (Object.keys(packages) as Program[]).filter((name) => usual[name][process.platform]);

/**
 * Makes sure that the real browsers and the real Redis of the tests are there: installs what is missing by apt
 * where it may (root, or sudo without a password), else says the one line to run and ends the process.
 */
export function requirePrograms(names = ofThisPlatform): void {
	const missing = () => names.filter((name) => findProgram(name) === null).map((name) => packages[name]);
	if (missing().length === 0) return;
	const line = `apt-get update && apt-get install -y --no-install-recommends ${missing().join(" ")}`;
	const sudo = process.getuid?.() === 0 ? "" : "sudo -n ";
	const mayInstall = existsSync("/usr/bin/apt-get") && (sudo === "" || spawnSync("sudo", ["-n", "true"]).status === 0);
	if (mayInstall) {
		console.log(`Installing what the tests need: ${missing().join(", ")}`);
		spawnSync("sh", ["-c", line.replaceAll("apt-get", `${sudo}apt-get`)], {
			stdio: ["ignore", "ignore", "inherit"],
			env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
		});
	}
	if (missing().length > 0) {
		console.error(`The tests need ${missing().join(", ")}. On Debian and Ubuntu: sudo sh -c '${line}'`);
		process.exit(1);
	}
}

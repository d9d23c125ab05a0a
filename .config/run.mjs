// Runs one task (`start`, `serve`, `test`, …) on a host that may have nothing but an old Node and npm:
// finds Node >= 22.12 (or puts node@24 from npm into .node/), installs what the lock file says, hands over.
// No dependencies, and plain enough for Node 18.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [task, ...args] = process.argv.slice(2);
const isWindows = process.platform === "win32";

function isNewEnough(version) {
	const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
	return major > 22 || (major === 22 && minor >= 12);
}

function run(command, commandArgs, options) {
	return spawnSync(command, commandArgs, { stdio: "inherit", cwd: root, shell: isWindows, ...options });
}

/** The folder of a Node that is new enough, or null when the host's own is. */
function findNode() {
	if (isNewEnough(process.version)) return null;
	const home = join(root, ".node");
	const bin = join(home, "node_modules", "node", "bin");
	const node = join(bin, isWindows ? "node.exe" : "node");
	if (!existsSync(node)) {
		console.log(`Node ${process.version} is too old for Mayfly; putting Node 24 into .node/`);
		mkdirSync(home, { recursive: true });
		// npm 11 asks for consent to run install scripts here; older ones run them unasked.
		writeFileSync(join(home, "package.json"), '{"private":true,"allowScripts":{"node":true}}\n');
		run("npm", ["install", "--prefix", home, "--no-audit", "--no-fund", "--no-save", "node@24"], {
			cwd: home,
			stdio: ["ignore", "ignore", "inherit"],
		});
	}
	if (!existsSync(node)) {
		console.error("Mayfly needs Node 22.12 or newer. Please install it (https://nodejs.org) and run this again.");
		process.exit(1);
	}
	return bin;
}

const bin = findNode();
const env = { ...process.env };
if (bin) env.PATH = bin + delimiter + env.PATH;

const lock = createHash("sha256")
	.update(readFileSync(join(root, "package-lock.json")))
	.digest("hex");
const stamp = join(root, "node_modules", ".mayfly-lock");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
	console.log("Installing what the lock file says (npm ci)");
	const installed = run("npm", ["ci", "--no-audit", "--no-fund"], { env });
	if (installed.status !== 0) process.exit(installed.status || 1);
	writeFileSync(stamp, lock);
}

const node = bin ? join(bin, isWindows ? "node.exe" : "node") : process.execPath;
const script = join(root, ".config", "tasks", `${task}.ts`);
const handover = spawnSync(
	node,
	["--experimental-strip-types", "--disable-warning=ExperimentalWarning", script, ...args],
	{ stdio: "inherit", cwd: process.cwd(), env },
);
process.exit(handover.status === null ? 1 : handover.status);

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, type } from "node:os";
import { join } from "node:path";
import { findProgram } from "../../.config/tasks/programs.ts";
import { root } from "../../.config/tasks/steps.ts";

const libraries = ["hono", "@hono/node-server", "ioredis", "@upstash/redis", "@upstash/realtime", "socket.io"];

function versionOf(name: string): string {
	return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version.replace(/^v/, "");
}

function firstLineOf(command: string | null): string {
	if (command === null) return "missing";
	return spawnSync(command, ["--version"], { encoding: "utf8" }).stdout.split("\n")[0]?.trim() ?? "";
}

/** What the numbers were taken on, in the words of README.md: without it they say nothing. */
export function describeMachine(): string {
	const redis = /v=(\S+)/.exec(firstLineOf(findProgram("redis-server")))?.[1] ?? "of an unknown version";
	const load = loadavg().map((average) => average.toFixed(1));
	return [
		`${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores of ${cpus()[0]?.model.trim() ?? "an unknown CPU"},`,
		`load average ${load.join(", ")} before, ${type()} ${release()}, Node ${process.versions.node}, Redis ${redis},`,
		`${firstLineOf(findProgram("chromium"))},`,
		`${libraries.map((name) => `${name} ${versionOf(name)}`).join(", ")}.`,
	].join("\n");
}

import { cp, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../.config/tasks/steps.ts";

/** What `.output` is built for, unless `MAYFLY_SERVER` says otherwise. */
const usualServer = process.env.MAYFLY_SERVER ?? "http://127.0.0.1:8787";

/**
 * A copy of a built extension whose built-in server is another one of this machine, as `MAYFLY_SERVER` would make it:
 * the usual one has a fixed port, which somebody else may be using.
 */
export async function builtFor(server: string, build: "chrome-mv3" | "firefox-mv3"): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "mayfly-built-for-"));
	await cp(join(root, ".output", build), folder, { recursive: true });
	let changed = 0;
	for (const file of await readdir(folder, { recursive: true })) {
		if (!file.endsWith(".js")) continue;
		const script = await readFile(join(folder, file), "utf8");
		if (!script.includes(usualServer)) continue;
		await writeFile(join(folder, file), script.replaceAll(usualServer, server));
		changed++;
	}
	if (changed === 0) throw new Error(`${build} was built for another server than ${usualServer}`);
	return folder;
}

import { build } from "./build-steps.ts";
import { requirePrograms } from "./programs.ts";
import { must, nodeArgs } from "./steps.ts";

/** Runs a script of `extension/e2e` that takes pictures of the built product. */
export async function takePictures(script: string): Promise<void> {
	requirePrograms(["chromium", "redis-server"]);
	await build(["chrome", "web"]);
	// In English, whatever this machine speaks: controls are found by their names.
	await must(process.execPath, [...nodeArgs, `extension/e2e/${script}`], { LC_ALL: "C.UTF-8", LANGUAGE: "en_US" });
}

import { cpSync, globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "vite";
import { root } from "./steps.ts";

/**
 * Writes the backend as Vercel's Build Output API (version 3) takes it: one function that answers everything, with
 * the scripts and the guest page beside its bundle. The guest page must have been built.
 * @param output `.vercel/output`, or any other folder
 * @param maxDuration when Vercel stops a request, seconds
 */
export async function buildForVercel(output: string, maxDuration: number): Promise<void> {
	const folder = join(output, "functions", "index.func");
	rmSync(output, { recursive: true, force: true });
	await build({
		...{ root, configFile: false, publicDir: false, logLevel: "warn" },
		ssr: { noExternal: true },
		build: {
			...{ outDir: folder, emptyOutDir: false, ssr: "backend/serve/vercel.ts", target: "node22", minify: false },
			rolldownOptions: { output: { entryFileNames: "index.mjs", codeSplitting: false } },
		},
	});
	for (const script of globSync(join(root, "backend/store/redis/*.lua")))
		cpSync(script, join(folder, basename(script)));
	cpSync(join(root, ".output/web"), join(folder, "web"), { recursive: true });
	writeJson(join(folder, ".vc-config.json"), {
		...{ runtime: "nodejs24.x", handler: "index.mjs", launcherType: "Nodejs", shouldAddHelpers: false },
		...{ supportsResponseStreaming: true, supportsCancellation: true, maxDuration },
		environment: { MAX_DURATION: String(maxDuration) },
	});
	writeJson(join(output, "config.json"), { version: 3, routes: [{ src: "/.*", dest: "/index" }] });
}

function writeJson(path: string, value: unknown): void {
	mkdirSync(join(path, ".."), { recursive: true });
	writeFileSync(path, `${JSON.stringify(value, null, "\t")}\n`);
}

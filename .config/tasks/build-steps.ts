import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, root } from "./steps.ts";

const builds = {
	chrome: { out: ".output/chrome-mv3", command: ["wxt", ["build"]] },
	firefox: { out: ".output/firefox-mv3", command: ["wxt", ["build", "-b", "firefox", "--mv3"]] },
	web: {
		out: ".output/web",
		command: ["vite", ["build", "--config", ".config/vite.web.config.ts", "--logLevel", "warn"]],
	},
} as const;

export type BuildName = keyof typeof builds;

const sources = [
	"extension",
	"backend/protocol",
	".config/vite.web.config.ts",
	"wxt.config.ts",
	"tsconfig.json",
	"package-lock.json",
];

function filesOf(path: string): string[] {
	const full = join(root, path);
	if (!existsSync(full)) return [];
	try {
		return readdirSync(full, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name))
			.sort();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return [full];
		throw error;
	}
}

function fingerprint(): string {
	const hash = createHash("sha256").update(process.env.MAYFLY_SERVER ?? "");
	for (const file of sources.flatMap(filesOf)) hash.update(file).update(readFileSync(file));
	return hash.digest("hex");
}

/** Builds what is asked for, unless it stands there already, made from these very sources. */
export async function build(names: BuildName[]): Promise<void> {
	const wanted = fingerprint();
	mkdirSync(join(root, ".output"), { recursive: true });
	for (const name of names) {
		const { out, command } = builds[name];
		const stamp = join(root, ".output", `.${name}-built-from`);
		if (existsSync(join(root, out)) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) continue;
		await must(command[0], [...command[1]]);
		writeFileSync(stamp, wanted);
	}
}

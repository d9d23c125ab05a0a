import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The repository's folder. */
export const root = join(import.meta.dirname, "..", "..");

const isWindows = process.platform === "win32";
const tools = join(root, "node_modules", ".bin");

/** Arguments for a Node that runs TypeScript files as they are. */
export const nodeArgs = ["--experimental-strip-types", "--disable-warning=ExperimentalWarning"];

/** Runs a command in the repository with its output shown; resolves to the exit code. Tools of the lock file come first. */
export function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
	const child = spawn(command, args, {
		cwd: root,
		stdio: "inherit",
		shell: isWindows,
		env: { ...process.env, ...env, PATH: `${tools}${delimiter}${process.env.PATH}` },
	});
	// What was started here does not outlive it, however it ends.
	process.once("exit", () => child.kill());
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("exit", (code) => resolve(code ?? 1));
	});
}

/** Like {@link run}, but ends this process when the command fails. */
export async function must(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
	const code = await run(command, args, env);
	if (code !== 0) process.exit(code);
}

/** The first of these paths that exists. */
export function firstOf(paths: (string | undefined)[]): string | undefined {
	return paths.find((path) => path !== undefined && existsSync(path));
}

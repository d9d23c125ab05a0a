import { existsSync } from "node:fs";
import { copyFile, link, mkdir, mkdtemp, readdir, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { requireBrowser } from "./browsers.ts";

/** How to start Chromium in a language: pages are asked for in it, and an extension's words are its. */
export type SpokenChromium = {
	executablePath: string;
	args: string[];
	env: NodeJS.ProcessEnv;
	/** Once it is closed. */
	tidy(): Promise<void>;
};

/**
 * Chromium takes a language only when it has the words of its own menus in it, and Debian's has English ones alone. There
 * it is started from a folder of links that has English menus under the language's name: what an extension sees of it is
 * what it would see of the real one.
 */
export async function chromiumIn(language: string): Promise<SpokenChromium> {
	const installed = await realpath(requireBrowser("chromium"));
	const args = [`--lang=${language}`, `--accept-lang=${language}`];
	// On Linux it goes by the environment, elsewhere by `--lang`.
	const env = { ...process.env, LC_ALL: "", LANG: `${language}.UTF-8`, LANGUAGE: language };
	const home = [dirname(installed), "/usr/lib/chromium"].find((folder) => existsSync(join(folder, "locales")));
	if (!home || existsSync(join(home, "locales", `${language}.pak`))) {
		return { executablePath: installed, args, env, tidy: () => Promise.resolve() };
	}
	const folder = await mkdtemp(join(tmpdir(), "mayfly-chromium-"));
	for (const name of await readdir(home)) {
		const [from, to] = [join(home, name), join(folder, name)];
		if (name === "locales") await mkdir(to);
		// The program looks for its files where it really is.
		else if (name === "chromium") await link(from, to).catch(() => copyFile(from, to));
		else await symlink(from, to);
	}
	for (const name of ["en-US", language]) {
		await symlink(join(home, "locales", "en-US.pak"), join(folder, "locales", `${name}.pak`));
	}
	const tidy = () => rm(folder, { recursive: true });
	return { executablePath: join(folder, "chromium"), args, env, tidy };
}

import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A copy of the built extension, with its optional permissions given: no test can press the browser's own prompt. */
export async function withAllAllowed(folder: string): Promise<string> {
	const copy = await mkdtemp(join(tmpdir(), "mayfly-extension-"));
	await cp(folder, copy, { recursive: true });
	const file = join(copy, "manifest.json");
	const { optional_permissions, permissions, ...rest } = JSON.parse(await readFile(file, "utf8"));
	await writeFile(file, JSON.stringify({ ...rest, permissions: [...permissions, ...optional_permissions] }));
	return copy;
}

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeArgs, root } from "../../.config/tasks/steps.ts";
import { wycheproofSample } from "../crypto/testing/wycheproof-sample.ts";
import type { checkVectors, Vectors } from "../crypto/vectors.ts";
import { inPageOf, plainBrowsers } from "./module-page.ts";

const module = new URL("../crypto/vectors.ts", import.meta.url);
const vectors: Vectors = JSON.parse(readFileSync(new URL("vectors.json", module), "utf8"));
type Checker = { checkVectors: typeof checkVectors };

test.each(plainBrowsers())("sealing in $browser is, letter for letter, what the vectors say", async (options) => {
	const failures = await inPageOf(module, options, (page) =>
		page.evaluate((given) => (globalThis as unknown as Checker).checkVectors(given), vectors),
	);
	expect(failures).toEqual([]);
});

test("of the cases of others one that was changed fails in Node and in each browser, and so does a file that is not there", async () => {
	const folder = await mkdtemp(join(tmpdir(), "mayfly-vectors-"));
	try {
		const { hkdf_sha256_test: _, ...files } = wycheproofSample();
		Object.assign(files.x25519_test.testGroups[0]?.tests[0] ?? {}, { shared: "00".repeat(32) });
		for (const [file, json] of Object.entries(files)) {
			await writeFile(join(folder, `${file}.json`), JSON.stringify(json));
		}
		const { code, printed } = await runTask("vectors.ts", folder);
		expect(code, printed).toBe(1);
		expect(printed.match(/case 1 \(.*/g)).toEqual(Array(3).fill("case 1 (): agreed on something else"));
		expect(printed).toContain("hkdf_sha256_test.json can't be read");
		// Four cases, three and one, in three places; one changed in each, and the file.
		expect(printed.trimEnd().split("\n").at(-1)).toBe("24 passed, 4 failed");
	} finally {
		await rm(folder, { recursive: true });
	}
});

function runTask(name: string, ...args: string[]): Promise<{ code: number | null; printed: string }> {
	const child = spawn(process.execPath, [...nodeArgs, join(root, ".config", "tasks", name), ...args], { cwd: root });
	let printed = "";
	for (const output of [child.stdout, child.stderr]) output.on("data", (chunk) => (printed += chunk));
	return new Promise((done) => child.on("close", (code) => done({ code, printed })));
}

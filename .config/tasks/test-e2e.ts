// The end-to-end tests alone, in real browsers.
import { build } from "./build-steps.ts";
import { requirePrograms } from "./programs.ts";
import { run } from "./steps.ts";

requirePrograms();
await build(["chrome", "firefox", "web"]);
process.exit(
	await run("vitest", ["run", "--config", ".config/vitest.config.ts", "--project", "e2e*", ...process.argv.slice(2)]),
);

// The README's animation, from the built product, into .github/.
import { build } from "./build-steps.ts";
import { requirePrograms } from "./programs.ts";
import { must, nodeArgs } from "./steps.ts";

requirePrograms(["chromium", "redis-server"]);
await build(["chrome", "web"]);
// In English, whatever this machine speaks: controls are found by their names.
await must(process.execPath, [...nodeArgs, "extension/e2e/story.ts"], { LC_ALL: "C.UTF-8", LANGUAGE: "en_US" });

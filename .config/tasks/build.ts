// Builds the extension for Chromium and Firefox and the guest page, where sources changed.
import { build } from "./build-steps.ts";

await build(["chrome", "firefox", "web"]);

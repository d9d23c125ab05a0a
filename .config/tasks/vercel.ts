// Builds the backend for Vercel into .vercel/output: see backend/README.md.
import { join } from "node:path";
import { build } from "./build-steps.ts";
import { root } from "./steps.ts";
import { buildForVercel } from "./vercel-steps.ts";

const maxDuration = Number(process.env.MAX_DURATION || 300);
if (!Number.isInteger(maxDuration) || maxDuration < 30) {
	console.error("MAX_DURATION: whole seconds are needed, at least 30.");
	process.exit(1);
}
await build(["web"]);
await buildForVercel(join(root, ".vercel/output"), maxDuration);

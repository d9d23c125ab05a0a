// The extension in a browser of its own, rebuilt at every change; the backend beside it.
import { build } from "./build-steps.ts";
import { nodeArgs, run } from "./steps.ts";

await build(["web"]);
const server = run(process.execPath, [...nodeArgs, "--watch", "backend/serve/node.ts"]);
await Promise.race([server, run("wxt", process.argv.slice(2))]);

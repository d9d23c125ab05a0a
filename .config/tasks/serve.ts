// The backend alone. PORT, HOST, REDIS_URL and the rest are described in backend/README.md.
import { build } from "./build-steps.ts";
import { must, nodeArgs } from "./steps.ts";

await build(["web"]);
await must(process.execPath, [...nodeArgs, "backend/serve/node.ts"]);

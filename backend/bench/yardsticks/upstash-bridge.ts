// Upstash's REST in front of a Redis, as a process of its own: `node upstash-bridge.ts <redis url>` prints its
// address and token as JSON.
import { startUpstashBridge } from "../../tests/upstash-bridge.ts";

const [redisUrl] = process.argv.slice(2);
if (!redisUrl) throw new Error("usage: upstash-bridge.ts <redis url>");
const { url, token } = await startUpstashBridge(redisUrl);
console.log(JSON.stringify({ url, token }));

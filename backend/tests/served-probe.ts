// Preloaded into a server that is watched: it tells what the process holds when asked over the channel of its parent.
// The server itself knows nothing of this.
import type { Held } from "./served.ts";

function held(): Held {
	for (let pass = 0; pass < 3; pass++) globalThis.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	const open = process.getActiveResourcesInfo();
	const count = (kind: string) => open.filter((one) => one === kind).length;
	return { heap: heapUsed + external, sockets: count("TCPSocketWrap"), timers: count("Timeout") };
}

process.on("message", () => process.send?.(held()));

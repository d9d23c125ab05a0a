// Preloaded into a server that is measured: it tells what the process has used when asked over the channel of its
// parent, and ends with it. The server itself knows nothing of this.

/** CPU time of the whole process, µs. */
const cpuMicros = (): number => {
	const { user, system } = process.cpuUsage();
	return user + system;
};

/** Bytes after garbage is collected; `heap` is what JavaScript holds, buffers outside V8 included. */
function memory() {
	for (let pass = 0; pass < 3; pass++) globalThis.gc?.();
	const { rss, heapUsed, external } = process.memoryUsage();
	return { rss, heap: heapUsed + external };
}

// Whatever else is asked is the process's own to answer.
process.on("message", (question) => {
	if (question === "cpu") process.send?.(cpuMicros());
	if (question === "memory") process.send?.(memory());
});
process.on("disconnect", () => process.exit());

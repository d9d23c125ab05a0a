// The other members of a room: streams that are read and thrown away, in a process of their own, so that what
// they cost the reader is not measured. `node crowd.ts <url> <JSON body, or ""> …`, two arguments a stream.
const pairs = process.argv.slice(2);

for (let at = 0; at < pairs.length; at += 2) {
	const body = pairs[at + 1];
	const response = await fetch(
		pairs[at] ?? "",
		body ? { method: "POST", headers: { "content-type": "application/json" }, body } : {},
	);
	if (!response.ok || !response.body) throw new Error(`a stream answered ${response.status}`);
	void (async () => {
		for await (const _ of response.body as AsyncIterable<Uint8Array>);
	})();
}
console.log("ready");

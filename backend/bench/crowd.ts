// The other members of a room: streams that are read and thrown away, in a process of their own, so that what
// they cost the reader is not measured. `node crowd.ts <JSON> …`, one argument a stream.

/** `body` makes it a POST, or is the first frame of a WebSocket; `refetch` is fetched whenever a message came, for those who fetch the whole list again. */
type Stream = { url: string; body?: string; refetch?: string };

async function follow({ url, body, refetch }: Stream): Promise<void> {
	if (url.startsWith("ws:")) return followSocket(url, body ?? "");
	const post = { method: "POST", headers: { "content-type": "application/json" }, body: body ?? "" };
	const response = await fetch(url, body === undefined ? {} : post);
	if (!response.ok || !response.body) throw new Error(`a stream answered ${response.status}`);
	const chunks = response.body as AsyncIterable<Uint8Array>;
	void (async () => {
		for await (const chunk of chunks) {
			if (refetch === undefined || !Buffer.from(chunk).includes('"chat.message"')) continue;
			await (await fetch(refetch)).arrayBuffer();
		}
	})();
}

async function followSocket(url: string, firstFrame: string): Promise<void> {
	const socket = new WebSocket(url);
	socket.addEventListener("open", () => socket.send(firstFrame));
	await new Promise<void>((resolve, reject) => {
		socket.addEventListener("message", () => resolve());
		socket.addEventListener("close", () => reject(new Error("a stream was closed")));
	});
}

for (const argument of process.argv.slice(2)) await follow(JSON.parse(argument) as Stream);
console.log("ready");

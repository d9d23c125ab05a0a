// Holds many streams open by their bare sockets and counts what comes, in a process of its own. Over the channel:
// `{open}` opens streams and answers when all are, `{until}` answers when so many messages have come in all.
import { once } from "node:events";
import { connect } from "node:net";

/** `request` is written as it is; `opened` is what the answer holds once the stream is attached. */
export type LoadStream = { port: number; request: string; opened: string };
export type LoadQuestion = { open: LoadStream[] } | { until: number };

/** In every message once, and in nothing else. */
const mark = Buffer.from('"chat.message"');
const openAtOnce = 25;

let seen = 0;
let waiting: { until: number; resolve(): void } | undefined;

function count(chunk: Buffer): void {
	for (let at = chunk.indexOf(mark); at >= 0; at = chunk.indexOf(mark, at + mark.length)) seen++;
	if (waiting && seen >= waiting.until) waiting.resolve();
}

async function open({ port, request, opened }: LoadStream): Promise<void> {
	const socket = connect({ port, host: "127.0.0.1", noDelay: true });
	socket.write(request, "latin1");
	for (let heard = ""; !heard.includes(opened); ) {
		const [chunk] = await Promise.race([once(socket, "data"), once(socket, "close").then(() => [null])]);
		if (chunk === null) throw new Error(`a stream was closed: ${heard}`);
		heard += chunk.toString("latin1");
	}
	socket.on("data", count);
}

async function answer(question: LoadQuestion): Promise<number> {
	if ("open" in question) {
		const left = [...question.open];
		const opening = async () => {
			for (let stream = left.pop(); stream !== undefined; stream = left.pop()) await open(stream);
		};
		await Promise.all(Array.from({ length: openAtOnce }, opening));
	} else if (seen < question.until) {
		await new Promise<void>((resolve) => {
			waiting = { until: question.until, resolve };
		});
	}
	return seen;
}

process.on("message", async (question) => process.send?.(await answer(question as LoadQuestion)));
console.log("ready");

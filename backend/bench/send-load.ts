// Sends as fast as a server takes it, one process for all connections: `node send-load.ts <seconds>`, then over the
// channel a list of targets, a connection each; answers how many were accepted in that time.
import { nanoid } from "nanoid";
import { openConnection, postRequest } from "./raw-http.ts";

/** Where one connection sends to. The body of a message is made anew each time, with an id of its own. */
export type SendTarget = { url: string; token?: string; text: string };

const [seconds = "2"] = process.argv.slice(2);

async function load(targets: SendTarget[]): Promise<number> {
	const connections = await Promise.all(targets.map(({ url }) => openConnection(url)));
	const until = performance.now() + Number(seconds) * 1000;
	const counts = connections.map(async ({ ask, close }, at) => {
		const { url = "", token, text = "" } = targets[at] ?? {};
		const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
		let accepted = 0;
		while (performance.now() < until) {
			const answer = await ask(postRequest(url, JSON.stringify({ id: nanoid(21), text }), headers));
			if (!/^HTTP\/1\.1 20[14] /.test(answer)) throw new Error(answer);
			accepted++;
		}
		close();
		return accepted;
	});
	return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

process.on("message", async (targets) => process.send?.(await load(targets as SendTarget[])));
console.log("ready");

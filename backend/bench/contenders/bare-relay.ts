import { randomBytes } from "node:crypto";
import { startMeasured } from "../processes.ts";
import { readEvents } from "../read-events.ts";
import { type Contender, sealedCharacters, timing } from "./contender.ts";

/** The same two people over a relay that only relays. */
export async function bareRelay(server: string, members: number): Promise<Contender> {
	const channel = `${server}/room${randomBytes(6).toString("base64url")}`;
	const { once, heard } = timing((text) => fetch(channel, { method: "POST", body: JSON.stringify({ text }) }));
	const stream = await readEvents(channel, (data) => heard((JSON.parse(data) as { text: string }).text));
	const others = Array.from({ length: Math.max(0, members - 2) }, () => JSON.stringify({ url: channel }));
	const crowd = others.length > 0 ? await startMeasured("bench/crowd.ts", others) : null;
	return {
		once: (text) => once(text.padEnd(sealedCharacters, "x")),
		close() {
			stream.close();
			crowd?.stop();
		},
	};
}

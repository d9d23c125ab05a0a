import { nanoid } from "nanoid";
import { startMeasured } from "../processes.ts";
import { readEvents } from "../read-events.ts";
import { type Contender, timing } from "./contender.ts";

/**
 * The same two people by list and refetch: whoever hears of a message fetches the whole list, the sender too. Its texts
 * go unsealed, as they are.
 */
export async function refetch(server: string, members: number): Promise<Contender> {
	const roomId = nanoid(8);
	const tokens = Array.from({ length: members }, () => nanoid());
	await post(`${server}/api/rooms?roomId=${roomId}`, tokens);
	const listOf = (token = "") => `${server}/api/messages?roomId=${roomId}&token=${token}`;
	const stream = `${server}/api/realtime?channel=${roomId}`;
	const [senders = "", readers = "", ...others] = tokens.map(listOf);

	async function fetchAll(list: string): Promise<string[]> {
		const { messages } = (await (await fetch(list)).json()) as { messages: { text: string }[] };
		return messages.map(({ text }) => text);
	}
	const { once, heard } = timing((text) => post(senders, { sender: "anonymous-heron", text }));
	const onMessage = (then: () => unknown) => (data: string) => {
		if ((JSON.parse(data) as { event?: string }).event === "chat.message") void then();
	};
	const streams = [
		await readEvents(
			stream,
			onMessage(async () => heard((await fetchAll(readers)).at(-1) ?? "")),
		),
		await readEvents(
			stream,
			onMessage(() => fetchAll(senders)),
		),
	];
	const crowd =
		others.length > 0
			? await startMeasured(
					"bench/crowd.ts",
					others.map((refetch) => JSON.stringify({ url: stream, refetch })),
				)
			: null;
	return {
		once,
		close() {
			for (const { close } of streams) close();
			crowd?.stop();
		},
	};
}

async function post(url: string, body: unknown): Promise<void> {
	const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
	await answer.arrayBuffer();
}

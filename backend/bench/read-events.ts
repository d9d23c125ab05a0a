import { createParser } from "eventsource-parser";

/** Opens a stream of server-sent events and hands on the data of each. Resolves once the server has answered. */
export async function readEvents(
	url: string,
	onData: (data: string) => void,
	init: RequestInit = {},
): Promise<{ close(): void }> {
	const stop = new AbortController();
	const response = await fetch(url, { ...init, signal: stop.signal });
	if (!response.ok || !response.body) throw new Error(`a stream answered ${response.status}`);
	const { body } = response;
	const parser = createParser({ onEvent: ({ data }) => onData(data) });
	const decoder = new TextDecoder();
	async function read(): Promise<void> {
		for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }));
	}
	read().catch((error: unknown) => {
		if (!stop.signal.aborted) throw error;
	});
	return { close: () => stop.abort() };
}

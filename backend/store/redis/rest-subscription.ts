import { EventSourceParserStream } from "eventsource-parser/stream";

/** How long Upstash may take to confirm a subscription, ms. */
const confirmMs = 4_000;
/** Far above any publication of ours, characters. */
const maxBufferSize = 1024 * 1024;

type Options = {
	url: string;
	token: string;
	channel: string;
	fetch: typeof globalThis.fetch;
	/** Publishes something on the channel that is nothing to anybody. */
	probe: () => Promise<unknown>;
	/** Ends the subscription, also one that is being opened. */
	signal: AbortSignal;
	/** Hears what is published, as it is. Must not throw. */
	message: (payload: string) => void;
	/** After so much silence the subscription is put to the test, ms. */
	quietMs?: number;
	/** How long the probe may take to be heard, ms. */
	answerMs?: number;
};

/**
 * Subscribes to one channel over Upstash's REST: an event stream of `subscribe,<channel>,<n>`, then of
 * `message,<channel>,<payload>`. Nobody says so when nothing will come any more, so a silent channel is made to
 * speak by a probe, which all who listen there hear as well: one probe tests the subscriptions of all processes.
 * Resolves when nothing that is published from now on is missed. `ended` resolves, and never rejects, when that is
 * over: by `signal`, by a broken connection, or because a probe was not heard.
 */
export async function openRestSubscription(options: Options): Promise<{ ended: Promise<void> }> {
	const { channel, probe, message, quietMs = 20_000, answerMs = 5_000 } = options;
	const cut = new AbortController();
	const signal = AbortSignal.any([options.signal, cut.signal]);
	let timer = setTimeout(() => cut.abort(), confirmMs);

	function heard(): void {
		clearTimeout(timer);
		timer = setTimeout(ask, quietMs);
	}

	function ask(): void {
		timer = setTimeout(() => cut.abort(), answerMs);
		// A probe that was never published is not heard either, and that is all one needs to know.
		probe().catch(() => {});
	}

	/** Resolves with null when the stream is over. */
	async function nextOf(reader: ReadableStreamDefaultReader<{ data: string }>): Promise<string | null> {
		const { done, value } = await reader.read();
		if (done) return null;
		heard();
		return value.data;
	}

	async function listen(reader: ReadableStreamDefaultReader<{ data: string }>): Promise<void> {
		const prefix = `message,${channel},`;
		for (;;) {
			const data = await nextOf(reader);
			if (data === null) return;
			if (data.startsWith(prefix)) message(data.slice(prefix.length));
		}
	}

	function end(): void {
		clearTimeout(timer);
		// After an answer that is none the connection may still be there.
		cut.abort();
	}

	try {
		const reader = await request({ ...options, signal });
		const confirmation = await nextOf(reader);
		if (!confirmation?.startsWith(`subscribe,${channel},`)) throw new Error("the subscription was not confirmed");
		return { ended: listen(reader).then(end, end) };
	} catch (error) {
		end();
		throw error;
	}
}

async function request({ url, token, channel, fetch, signal }: Options) {
	const response = await fetch(`${url.replace(/\/$/, "")}/subscribe/${encodeURIComponent(channel)}`, {
		method: "POST",
		headers: { accept: "text/event-stream", authorization: `Bearer ${token}` },
		cache: "no-store",
		signal,
	});
	if (!response.ok || response.body === null) throw new Error(`a subscription was answered ${response.status}`);
	return response.body
		.pipeThrough(new TextDecoderStream())
		.pipeThrough(new EventSourceParserStream({ maxBufferSize }))
		.getReader();
}

import { createParser } from "eventsource-parser";
import { ApiError, errorOfAnswer } from "../api-error.ts";
import { readText } from "../read-text.ts";
import type { Time } from "../time.ts";
import { longestSilenceMs, openTimeoutMs, readFrame, type StreamListener, type Transport } from "./transport.ts";

/** Far above any frame: a server that sends more without a line's end is broken. */
const maxBufferSize = 1024 * 1024;

/** Streams over `POST /api/stream`, read as server-sent events. */
export function createSseTransport(options: { server: string; fetch: typeof globalThis.fetch; time: Time }): Transport {
	// Taken out of the object: browsers refuse a `fetch` that is called as somebody's method.
	const { server, fetch, time } = options;

	return {
		open(request, listener) {
			const abort = new AbortController();
			let lastHeardAt = time.wall();
			let closed = false;
			let cancelTimeout = time.after(openTimeoutMs, cut);

			/** The fetch rejects, or the reader does: `end` follows. */
			function cut(): void {
				abort.abort();
			}
			function heard(): void {
				lastHeardAt = time.wall();
				cancelTimeout();
				cancelTimeout = time.after(longestSilenceMs, cut);
			}
			function end(failure: ApiError | null): void {
				cancelTimeout();
				if (closed) return;
				closed = true;
				// After a parser's or a server's mistake the connection may still be there.
				cut();
				listener.closed(failure);
			}

			fetch(`${server}/api/stream`, {
				method: "POST",
				headers: { accept: "text/event-stream", "content-type": "application/json" },
				body: JSON.stringify(request),
				signal: abort.signal,
				credentials: "omit",
				cache: "no-store",
				redirect: "error",
				referrerPolicy: "no-referrer",
			})
				.then((response) => {
					if (closed) return null;
					heard();
					return read(
						response,
						guard(listener, () => closed),
						heard,
					);
				})
				.then(end, (cause: unknown) => end(cause instanceof ApiError ? cause : new ApiError("unreachable", { cause })));

			return {
				lastHeardAt: () => lastHeardAt,
				close() {
					closed = true;
					cancelTimeout();
					cut();
				},
			};
		},
	};
}

function guard(listener: StreamListener, isClosed: () => boolean): Pick<StreamListener, "opened" | "frame"> {
	return {
		opened: () => isClosed() || listener.opened(),
		frame: (frame) => isClosed() || listener.frame(frame),
	};
}

/** Resolves with null when the server ends the stream; rejects when it is cut or is none. */
async function read(
	response: Response,
	listener: Pick<StreamListener, "opened" | "frame">,
	heard: () => void,
): Promise<null> {
	const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
	if (!response.ok || !isStream || response.body === null) {
		if (!response.ok) throw errorOfAnswer(response, await readText(response));
		throw new ApiError("not-mayfly", { status: response.status });
	}
	listener.opened();
	let failure: unknown = null;
	const parser = createParser({
		maxBufferSize,
		onEvent({ data }) {
			const frame = readFrame(data);
			if (frame) listener.frame(frame);
		},
		onError(error) {
			// Unknown fields and the like are to be ignored; a full buffer ends the parser.
			if (error.type === "max-buffer-size-exceeded") failure = error;
		},
	});
	const decoder = new TextDecoder();
	const reader = response.body.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return null;
		heard();
		parser.feed(decoder.decode(value, { stream: true }));
		if (failure) throw new ApiError("not-mayfly", { cause: failure });
	}
}

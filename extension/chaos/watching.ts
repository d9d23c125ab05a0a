import { hashKey } from "../../backend/auth.ts";
import type { JoinRoomBody } from "../../backend/protocol/rooms.ts";
import { createSseTransport } from "../room/stream/sse.ts";
import type { StreamFrame, Transport } from "../room/stream/transport.ts";
import { createWsTransport } from "../room/stream/ws.ts";
import type { Time } from "../room/time.ts";
import type { Recorder, Told } from "./history.ts";
import type { TransportKind } from "./plan.ts";

type Fetch = typeof globalThis.fetch;

/**
 * Fetch, with every call and its answer written down. When `signal` is aborted the calls under way are cut, and
 * nobody ever hears of them, nor of any later one.
 */
export function watchFetch(options: { who: number; recorder: Recorder; signal: AbortSignal }): Fetch {
	const { who, recorder, signal } = options;

	async function call(url: string, init: RequestInit): Promise<Response> {
		const at = recorder.now();
		const line = `${init.method} ${new URL(url).pathname.replace(/^(\/api\/rooms\/)[^/]+/, "$1:room")}`;
		const tell = (status: number, more: { code?: string; sent?: { id: string; cursor: string } } = {}) =>
			recorder.record({ type: "call", at, until: recorder.now(), who, line, status, ...more });
		if (/^POST .*\/members$/.test(line)) recorder.record({ type: "entering", at, who, ...asked(init.body) });
		if (line.endsWith("/signals")) recorder.record({ type: "signal", who, body: JSON.parse(String(init.body)).body });
		const both = AbortSignal.any([signal, ...(init.signal ? [init.signal] : [])]);
		try {
			const response = await fetch(url, { ...init, signal: both });
			if (response.headers.get("content-type")?.startsWith("text/event-stream")) return response;
			const text = await response.text();
			const { id, cursor, code } = text === "" ? {} : JSON.parse(text);
			const isSent = response.ok && line.endsWith("/messages") && init.method === "POST";
			tell(response.status, { ...(code ? { code } : {}), ...(isSent ? { sent: { id, cursor } } : {}) });
			return new Response(response.status === 204 ? null : text, response);
		} catch (error) {
			if (!signal.aborted && line !== "POST /api/stream") tell(0);
			throw error;
		}
	}

	return async (input, init = {}) => {
		const answer = await call(String(input), init).catch((error: unknown) => {
			if (!signal.aborted) throw error;
		});
		return answer === undefined || signal.aborted ? new Promise<Response>(() => {}) : answer;
	};
}

/** A transport, with every stream and frame written down as it comes. */
export function openTransport(
	kind: TransportKind,
	options: { server: string; fetch: Fetch; time: Time; who: number; recorder: Recorder },
): Transport {
	const { who, recorder } = options;
	const inner = kind === "ws" ? createWsTransport({ ...options, WebSocket }) : createSseTransport(options);
	return {
		open(request, listener) {
			const stream = recorder.next();
			recorder.record({ type: "stream", who, stream, after: request.rooms[0]?.after ?? null });
			return inner.open(request, {
				...listener,
				frame(frame) {
					recorder.record({ type: "frame", who, stream, ...described(frame) });
					listener.frame(frame);
				},
			});
		},
	};
}

/** Who asks for a seat, by which invite. */
function asked(body: RequestInit["body"]): { memberId: string; invite?: string } {
	const { memberId, invite } = JSON.parse(String(body)) as JoinRoomBody;
	return { memberId, ...(invite !== undefined && { invite: hashKey(invite) }) };
}

function described(frame: StreamFrame): { name: string; cursor?: string; code?: string; told?: Told } {
	if ("event" in frame) {
		// The end of a room is told, but stands outside its order.
		if (frame.event === "chat.destroy") return { name: frame.event };
		const { event: name, id } = frame;
		return "data" in frame && name !== "chat.message"
			? { name, cursor: id, told: toldBy(frame.data) }
			: { name, cursor: id };
	}
	return frame.type === "error" ? { name: frame.type, code: frame.code } : { name: frame.type };
}

function toldBy(data: Told): Told {
	const parts = ["memberId", "invite", "reason", "locked", "by"] as const;
	return Object.fromEntries(parts.flatMap((part) => (part in data ? [[part, data[part]]] : [])));
}

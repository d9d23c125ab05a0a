import type * as z from "zod/mini";
import {
	type HistoryPage,
	historyPage,
	type SendMessageBody,
	type SentMessage,
	sentMessage,
} from "../../backend/protocol/messages.ts";
import {
	type AppointBody,
	type ChangeRoomBody,
	type CreateRoomBody,
	type JoinRoomBody,
	type KnockBody,
	type RoomChange,
	type RoomView,
	roomChange,
	roomView,
	type Seat,
	seat,
} from "../../backend/protocol/rooms.ts";
import { ApiError, errorOfAnswer, readJson } from "./api-error.ts";
import { readText } from "./read-text.ts";
import type { ClockSample } from "./server-clock.ts";
import type { Time } from "./time.ts";

/** Who calls: the room and the bearer token, base64url. */
export type Caller = { roomId: string; token: string };

/** An answer that tells the server's time. */
export type Clocked<Answer> = Answer & { sample: ClockSample };

/** The calls of the HTTP contract on one server. All reject with an {@link ApiError} alone. */
export type Api = {
	createRoom(body: CreateRoomBody): Promise<Clocked<Seat>>;
	joinRoom(roomId: string, body: JoinRoomBody): Promise<Clocked<Seat>>;
	readRoom(caller: Caller): Promise<Clocked<RoomView>>;
	changeRoom(caller: Caller, body: ChangeRoomBody): Promise<Clocked<RoomChange>>;
	destroyRoom(caller: Caller): Promise<void>;
	/**
	 * With `keepalive` it outlives the page that sent it. `invite`: the hash of the one by which somebody comes in the
	 * place of who leaves.
	 */
	leaveRoom(caller: Caller, options?: { keepalive?: boolean; invite?: string }): Promise<void>;
	removeMember(caller: Caller, memberId: string): Promise<void>;
	/** Needs no seat, but the link. */
	knock(roomId: string, body: KnockBody): Promise<void>;
	invite(caller: Caller, inviteHash: string): Promise<void>;
	withdraw(caller: Caller, inviteHash: string): Promise<void>;
	appointStarter(caller: Caller, body: AppointBody): Promise<void>;
	sendMessage(caller: Caller, body: SendMessageBody): Promise<SentMessage>;
	readMessages(caller: Caller, query: { after?: string; limit?: number }): Promise<HistoryPage>;
	sendSignal(caller: Caller, body: string): Promise<void>;
	/** Needs no seat: there is none any more. It outlives the page that sent it. */
	sendReceipt(roomId: string, body: string): Promise<void>;
};

type Request = { method: string; path: string; token?: string; body?: unknown; keepalive?: boolean };

/** How long an answer may take, ms: a connection that hangs must not hang what waits for it. */
const preset = { timeoutMs: 10_000 };

/** @param options `server` is an origin, "https://chat.example.org" */
export function createApi(options: {
	server: string;
	fetch: typeof globalThis.fetch;
	time: Time;
	timeoutMs?: number;
}): Api {
	// Taken out of the object: browsers refuse a `fetch` that is called as somebody's method.
	const { server, fetch, time, timeoutMs } = { ...preset, ...options };

	async function exchange({ method, path, token, body, keepalive = false }: Request): Promise<string> {
		const abort = new AbortController();
		const cancelTimeout = time.after(timeoutMs, () => abort.abort());
		try {
			const response = await fetch(`${server}/api/rooms${path}`, {
				method,
				headers: {
					accept: "application/json",
					...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
					...(body === undefined ? {} : { "content-type": "application/json" }),
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
				signal: abort.signal,
				keepalive,
				credentials: "omit",
				cache: "no-store",
				redirect: "error",
				referrerPolicy: "no-referrer",
			});
			const text = await readText(response);
			if (!response.ok) throw errorOfAnswer(response, text);
			return text;
		} catch (cause) {
			throw cause instanceof ApiError ? cause : new ApiError("unreachable", { cause });
		} finally {
			cancelTimeout();
		}
	}

	async function ask<Answer>(request: Request, schema: z.ZodMiniType<Answer>): Promise<Answer> {
		const { data } = schema.safeParse(readJson(await exchange(request)));
		if (data === undefined) throw new ApiError("not-mayfly");
		return data;
	}

	async function askTime<Answer extends { now: number }>(
		request: Request,
		schema: z.ZodMiniType<Answer>,
	): Promise<Clocked<Answer>> {
		const sentAt = time.monotonic();
		const answer = await ask(request, schema);
		return { ...answer, sample: { server: answer.now, sentAt, receivedAt: time.monotonic() } };
	}

	/** For calls whose whole answer is that they were done. */
	async function tell(request: Request): Promise<void> {
		if ((await exchange(request)) !== "") throw new ApiError("not-mayfly");
	}

	return {
		createRoom: (body) => askTime({ method: "POST", path: "", body }, seat),
		joinRoom: (roomId, body) => askTime({ method: "POST", path: `/${roomId}/members`, body }, seat),
		readRoom: ({ roomId, token }) => askTime({ method: "GET", path: `/${roomId}`, token }, roomView),
		changeRoom: ({ roomId, token }, body) => askTime({ method: "PATCH", path: `/${roomId}`, token, body }, roomChange),
		destroyRoom: ({ roomId, token }) => tell({ method: "DELETE", path: `/${roomId}`, token }),
		leaveRoom: ({ roomId, token }, { keepalive = false, invite } = {}) =>
			tell({ method: "DELETE", path: `/${roomId}/members/me${search({ invite })}`, token, keepalive }),
		removeMember: ({ roomId, token }, memberId) =>
			tell({ method: "DELETE", path: `/${roomId}/members/${memberId}`, token }),
		knock: (roomId, body) => tell({ method: "POST", path: `/${roomId}/knocks`, body }),
		invite: ({ roomId, token }, inviteHash) => tell({ method: "PUT", path: `/${roomId}/invites/${inviteHash}`, token }),
		withdraw: ({ roomId, token }, inviteHash) =>
			tell({ method: "DELETE", path: `/${roomId}/invites/${inviteHash}`, token }),
		appointStarter: ({ roomId, token }, body) => tell({ method: "PUT", path: `/${roomId}/starter`, token, body }),
		sendMessage: ({ roomId, token }, body) =>
			ask({ method: "POST", path: `/${roomId}/messages`, token, body }, sentMessage),
		readMessages: ({ roomId, token }, query) =>
			ask({ method: "GET", path: `/${roomId}/messages${search(query)}`, token }, historyPage),
		sendSignal: ({ roomId, token }, body) =>
			tell({ method: "POST", path: `/${roomId}/signals`, token, body: { body } }),
		sendReceipt: (roomId, body) =>
			tell({ method: "POST", path: `/${roomId}/receipts`, body: { body }, keepalive: true }),
	};
}

function search(query: Record<string, string | number | undefined>): string {
	const parts = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
	return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

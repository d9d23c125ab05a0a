import { type InferRealtimeEvents, Realtime } from "@upstash/realtime";
import type { Redis } from "@upstash/redis";
import { eventSchema } from "../../protocol/events.ts";
import type { Message, SendMessageBody } from "../../protocol/messages.ts";

/** The official, typed view of a Redis that holds rooms: `history` and `subscribe` read what we send. */
export function createRealtime(redis: Redis) {
	return new Realtime({ schema: eventSchema, redis });
}

export type RealtimeEvents = InferRealtimeEvents<ReturnType<typeof createRealtime>>;

/** The sender is known by its token, the time by Redis' clock: send.lua writes both in place of these. */
const namedByScript = { sender: "_".repeat(22), timestamp: 0 };

/**
 * Sends a message as `@upstash/realtime` does: it checks the data against the schema and hands it to its `redis`,
 * which here is one atomic script that stores and publishes, in place of its XADD and a pipeline after it.
 * @param store runs the script; its cursor is what `emit` takes for the entry's id
 */
export async function emitMessage<Answer>(
	roomId: string,
	body: SendMessageBody,
	store: (message: Message) => Promise<{ cursor: string; answer: Answer }>,
): Promise<Answer> {
	let answer: { value: Answer } | undefined;
	const nothing = { publish: () => nothing, exec: async () => [] };
	const writer = {
		async xadd(_channel: string, _id: string, { data }: { data: Message }) {
			const stored = await store(data);
			answer = { value: stored.answer };
			return stored.cursor;
		},
		pipeline: () => nothing,
	};
	const realtime = createRealtime(writer as unknown as Redis);
	const message = { ...body, ...namedByScript, roomId };
	await realtime.channel(roomId).emit("chat.message", message);
	if (answer === undefined) throw new Error("emit ended without a write");
	return answer.value;
}

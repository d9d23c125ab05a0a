import { expect } from "vitest";
import type { UserEvent } from "../protocol/events.ts";
import type { Member } from "./http-bench.ts";
import { openStream } from "./test-stream.ts";

/**
 * Reads a room as a client does that is told to come back: by a new stream, from the last cursor it has.
 * @param isEnough asked whenever a stream has ended
 * @returns every event in the order it came, and how many streams it took
 */
export async function readOn(
	bench: Parameters<typeof openStream>[0],
	{ roomId, token }: Member,
	isEnough: (events: UserEvent[]) => boolean,
): Promise<{ events: UserEvent[]; streams: number }> {
	const events: UserEvent[] = [];
	for (let streams = 1; ; streams++) {
		const stream = await openStream(bench, [{ roomId, token, after: events.at(-1)?.id }]);
		await stream.ended;
		expect(stream.frames.at(-1)).toMatchObject({ type: "reconnect", timestamp: expect.any(Number) });
		expect(stream.system("reset")).toEqual([]);
		events.push(...stream.events());
		if (isEnough(events)) return { events, streams };
	}
}

/** The ordinals of events, which must be 1, 2, 3 … however often the stream was a new one. */
export const ordinals = (events: UserEvent[]): number[] => events.map(({ id }) => Number(id.split("-")[1]));

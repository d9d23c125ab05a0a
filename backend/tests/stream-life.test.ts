import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { openBench, openRoom, send } from "./http-bench.ts";
import { ordinals, readOn } from "./returning-reader.ts";

test.each(["sse", "ws"] as const)(
	"where a stream may last only so long, its reader is sent for a new one in time and misses nothing (%s)",
	async (transport) => {
		const bench = await openBench({ streamLifeMs: 300, transport });
		const { starter } = await openRoom(bench);
		const sent: string[] = [];
		const reading = readOn(bench, starter, (events) => events.length > 30);
		while (sent.length < 30) {
			sent.push((await send(bench, starter)).id);
			await wait(20);
		}
		const { events, streams } = await reading;
		expect(streams).toBeGreaterThan(1);
		expect(ordinals(events)).toEqual(Array.from({ length: 31 }, (_, at) => at + 1));
		expect(events.flatMap(({ event, data }) => (event === "chat.message" ? [data.id] : []))).toEqual(sent);
		await expect.poll(bench.streamCount).toBe(0);
		await bench.close();
	},
);

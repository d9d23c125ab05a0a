import { describeRoomStore } from "../store/contract.ts";
import { createMemoryStore } from "../store/memory.ts";

describeRoomStore("the memory store", async ({ rateLimits }) => {
	let time = 1_800_000_000_000;
	const store = createMemoryStore({ now: () => time, rateLimits, sweepEveryMs: 10 });
	return {
		store,
		advance: async (ms) => {
			time += ms;
		},
		leftovers: async () => Array.from({ length: store.roomCount() }, (_, i) => `room ${i + 1}`),
		close: () => store.close(),
	};
});

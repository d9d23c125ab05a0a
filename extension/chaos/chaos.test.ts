import { expect, test } from "vitest";
import { storeKinds, transportKinds } from "./plan.ts";
import { runRaces } from "./races.ts";
import { explain, type Outcome, runHistories } from "./run.ts";

test("a dozen histories with faults keep every promise", async () => {
	const outcomes = await runHistories({
		histories: 12,
		seed: 1,
		stores: storeKinds,
		transports: transportKinds,
		parallel: 4,
	});
	const broken: Outcome[] = outcomes.filter(({ violations }) => violations.length > 0);
	expect(await Promise.all(broken.map(explain))).toEqual([]);
});

test.each(storeKinds)("rooms that end in the midst of sends and joins leave no key (%s)", async (store) => {
	const { broken, done, tooLate } = await runRaces(store, 150, 1);
	expect(broken).toEqual([]);
	// Neither all before the end nor all after it: they did race.
	expect(Math.min(done, tooLate)).toBeGreaterThan(100);
});

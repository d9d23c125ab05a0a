import { expect, test } from "vitest";
import { storeKinds, transportKinds } from "./plan.ts";
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

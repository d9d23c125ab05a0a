import { afterEach, beforeEach, describe } from "vitest";
import type { Bench, MakeBench } from "./contract/bench.ts";
import { inviteTests } from "./contract/invites.ts";
import { limitTests, storageTests } from "./contract/limits.ts";
import { memberTests } from "./contract/members.ts";
import { messageTests } from "./contract/messages.ts";
import { raceTests } from "./contract/races.ts";
import { roomTests } from "./contract/rooms.ts";
import { starterTests } from "./contract/starter.ts";
import { streamTests } from "./contract/streams.ts";

/** The suite every store passes. */
export function describeRoomStore(name: string, makeBench: MakeBench): void {
	const suites = {
		roomTests,
		memberTests,
		starterTests,
		inviteTests,
		messageTests,
		streamTests,
		storageTests,
		raceTests,
	};
	describe(name, () => {
		let bench: Bench;
		afterEach(() => bench.close());

		describe("without budgets", () => {
			beforeEach(async () => {
				bench = await makeBench({ rateLimits: false });
			});
			for (const suite of Object.values(suites)) suite(() => bench);
		});

		describe("with budgets", () => {
			beforeEach(async () => {
				bench = await makeBench({ rateLimits: true });
			});
			limitTests(() => bench);
		});
	});
}

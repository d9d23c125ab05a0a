import fc from "fast-check";
import { expect, test } from "vitest";
import { messageId, roomId } from "../../backend/protocol/ids.ts";
import { newMessageId, newRoomId, randomBelow, secureRandom } from "./random.ts";

test("ids are as the protocol wants them, and new each time", () => {
	const ids = Array.from({ length: 500 }, () => [newRoomId(secureRandom), newMessageId(secureRandom)] as const);
	for (const [room, message] of ids) {
		expect(roomId.safeParse(room).success).toBe(true);
		expect(messageId.safeParse(message).success).toBe(true);
	}
	expect(new Set(ids.flat()).size).toBe(1000);
});

test("every number below the limit is as likely: draws that would favour some are drawn again", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 300 }), (below) => {
			const counts = new Array<number>(below).fill(0);
			for (let drawn = 0; drawn < 65_536; drawn++) {
				let again = false;
				const number = randomBelow(below, () => {
					// The second draw, if there is one, marks that the first was thrown away.
					const value = again ? 0 : drawn;
					if (again) drawn = 65_536;
					again = true;
					return Uint8Array.of(value >> 8, value & 255);
				});
				if (drawn < 65_536) counts[number] = (counts[number] ?? 0) + 1;
			}
			expect(new Set(counts).size).toBe(1);
		}),
		{ numRuns: 10 },
	);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Tail, tailAfterConnect, tailAfterPing, wholeTail } from "./tail.ts";

const cursorAt = (n: number) => `${1000 + n}-${n}`;
type Step = { ping: number; has: number } | "connect";
const run = (steps: readonly Step[], from: Tail = wholeTail) =>
	steps.reduce(
		(tail, step) =>
			step === "connect"
				? tailAfterConnect(tail)
				: tailAfterPing(tail, step.has === 0 ? null : cursorAt(step.has), cursorAt(step.ping)),
		from,
	);
const behind = { ping: 9, has: 5 };

test("two pings in a row that tell of more ask for a new stream; two more on that one, and it is withheld", () => {
	expect(run([behind]).step).toBe("behind");
	expect(run([behind, behind]).step).toBe("asking");
	// The old stream goes on until the new one is there.
	expect(run([behind, behind, behind, behind]).step).toBe("asking");
	expect(run([behind, behind, "connect", behind]).step).toBe("still-behind");
	expect(run([behind, behind, "connect", behind, behind]).step).toBe("withheld");
});

test("withheld stays so through new streams, without asking for one again, until what was told of is there", () => {
	const withheld = run([behind, behind, "connect", behind, behind]);
	expect(run(["connect", behind, behind, "connect", { ping: 12, has: 8 }], withheld).step).toBe("withheld");
	expect(run([{ ping: 12, has: 12 }], withheld)).toBe(wholeTail);
});

test("a ping told of nothing more ends it at once, and two streams with one such ping each are not two in a row", () => {
	expect(run([behind, { ping: 9, has: 9 }])).toBe(wholeTail);
	expect(run([behind, "connect", behind]).step).toBe("behind");
	expect(run([behind, behind, "connect", behind, "connect", behind]).step).toBe("still-behind");
});

test("a stream that is late, but brings what was told of, is never said to withhold", () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(fc.constant("connect" as const), fc.nat({ max: 3 })), { maxLength: 60 }), (moves) => {
			// Each ping is ahead, and by the next one all that it told of has come.
			let told = 1;
			let tail = wholeTail;
			for (const move of moves) {
				if (move === "connect") tail = run(["connect"], tail);
				else {
					tail = run([{ ping: told + move, has: told }], tail);
					told += move;
				}
				expect(["whole", "behind"]).toContain(tail.step);
			}
		}),
	);
});

test("where nothing has come at all, a ping that tells of something counts", () => {
	expect(
		run([
			{ ping: 1, has: 0 },
			{ ping: 1, has: 0 },
		]).step,
	).toBe("asking");
});

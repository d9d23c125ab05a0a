import { expect, test } from "vitest";
import { receiptWords } from "./receipt-words.ts";

const endsBy = new Date(2026, 0, 1, 14, 5).getTime();
const waiting = (others: number, confirmed: number) => receiptWords({ others, confirmed, isWaiting: true, endsBy });
const after = (others: number, confirmed: number) => receiptWords({ others, confirmed, isWaiting: false, endsBy });

test("while others may still answer, nobody is called unreachable", () => {
	expect(waiting(1, 0)).toBe("Waiting for the other device to confirm that it is gone there too.");
	expect(waiting(4, 0)).toBe("Waiting for 4 other devices to confirm that it is gone there too.");
	expect(waiting(4, 3)).toBe("3 of 4 other devices confirmed so far.");
});

test("once all have confirmed, it says so", () => {
	expect(after(1, 1)).toBe("The other device confirmed: it is gone there too.");
	expect(after(4, 4)).toBe("All 4 other devices confirmed: it is gone there too.");
});

test("who did not confirm is counted, with the time at which the room ends there", () => {
	expect(after(4, 3)).toBe("3 of 4 other devices confirmed. One is unreachable: it ends there by 14:05.");
	expect(after(4, 1)).toBe("1 of 4 other devices confirmed. 3 are unreachable: it ends there by 14:05.");
	expect(after(1, 0)).toBe("The other device is unreachable. It ends there by 14:05.");
	expect(after(4, 0)).toBe("None of the 4 other devices is reachable. It ends there by 14:05.");
});

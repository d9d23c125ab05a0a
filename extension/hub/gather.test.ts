import { expect, test } from "vitest";
import { createFakeTime, settle } from "../room/testing/fake-time.ts";
import { gather } from "./gather.ts";

function counted() {
	const time = createFakeTime();
	let runs = 0;
	const changes = gather(time, () => {
		runs++;
	});
	return { time, changes, runs: () => runs };
}

test("what comes after a quiet frame waits for no timer, and for the end of what is going on", async () => {
	const { time, changes, runs } = counted();
	changes.soon();
	expect(runs()).toBe(0);
	await settle();
	expect(runs()).toBe(1);
	await time.advance(16);
	changes.soon();
	await settle();
	expect(runs()).toBe(2);
});

test("however much comes within a frame, it is one run, at the frame's end", async () => {
	const { time, changes, runs } = counted();
	changes.soon();
	await settle();
	for (let change = 0; change < 100; change++) {
		changes.soon();
		await settle();
	}
	expect(runs()).toBe(1);
	await time.advance(15);
	expect(runs()).toBe(1);
	await time.advance(1);
	expect(runs()).toBe(2);
	await time.advance(100);
	expect(runs()).toBe(2);
});

test("what was run at once is not run again for the same change", async () => {
	const { time, changes, runs } = counted();
	changes.soon();
	changes.now();
	expect(runs()).toBe(1);
	changes.soon();
	changes.now();
	await time.advance(100);
	expect(runs()).toBe(2);
});

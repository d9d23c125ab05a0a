import { expect, test, vi } from "vitest";
import { createAddressBudget, networkOf } from "./rate-limit.ts";

const rate = { perSecond: 1, burst: 3 };

function budget(most?: number) {
	const clock = { now: 1_000_000 };
	const fullAtOf = new Map<string, number>();
	const options = { rate, now: () => clock.now, key: new Uint8Array(32), fullAtOf };
	const take = createAddressBudget(most === undefined ? options : { ...options, most });
	const isLet = (address: string): boolean => {
		try {
			take(address);
			return true;
		} catch {
			return false;
		}
	};
	return { clock, take, isLet, fullAtOf };
}

test("an address has its burst, then its rate, and other addresses have their own", () => {
	const { clock, isLet } = budget();
	expect([1, 2, 3, 4].map(() => isLet("192.0.2.1"))).toEqual([true, true, true, false]);
	expect(isLet("192.0.2.2")).toBe(true);
	clock.now += 1_000;
	expect([1, 2].map(() => isLet("192.0.2.1"))).toEqual([true, false]);
	clock.now += 3_600_000;
	expect([1, 2, 3, 4].map(() => isLet("192.0.2.1"))).toEqual([true, true, true, false]);
});

test("who is too fast is told how long to wait", () => {
	const { take, isLet } = budget();
	for (let i = 0; i < 3; i++) isLet("192.0.2.1");
	expect(() => take("192.0.2.1")).toThrow(expect.objectContaining({ code: "too-fast", retryAfterSeconds: 1 }));
});

test("a crowd of addresses does not grow the memory, nor free the busiest", () => {
	const { isLet, fullAtOf } = budget(100);
	for (let i = 0; i < 3; i++) isLet("192.0.2.1");
	for (let i = 0; i < 90; i++) isLet(`198.51.100.${i}`);
	expect(isLet("192.0.2.1")).toBe(false);
	for (let i = 0; i < 10_000; i++) {
		isLet(`203.0.113.${i}`);
		expect(fullAtOf.size).toBeLessThanOrEqual(100);
	}
});

test.each([
	["192.0.2.1", "192.0.2.1"],
	["::ffff:192.0.2.1", "192.0.2.1"],
	["::FFFF:192.0.2.1", "192.0.2.1"],
	["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
	["2001:db8:1:2::9", "2001:db8:1:2::/64"],
	["2001:0DB8:0001:0002:ffff::", "2001:db8:1:2::/64"],
	["2001:db8::1", "2001:db8:0:0::/64"],
	["::1", "0:0:0:0::/64"],
	["::", "0:0:0:0::/64"],
	["64:ff9b::192.0.2.33", "64:ff9b:0:0::/64"],
	["fe80::1%eth0", "fe80:0:0:0::/64"],
	["", ""],
	["not an address", "not an address"],
])("%s counts as %s", (address, network) => {
	expect(networkOf(address)).toBe(network);
});

test("an address is forgotten when its budget is full again, also if nobody asks any more", async () => {
	const fullAtOf = new Map<string, number>();
	const take = createAddressBudget({
		rate: { perSecond: 10, burst: 3 },
		now: Date.now,
		key: new Uint8Array(32),
		fullAtOf,
	});
	for (const address of ["1.2.3.4", "1.2.3.4", "5.6.7.8"]) take(address);
	expect(fullAtOf.size).toBe(2);
	await vi.waitFor(() => expect(fullAtOf.size).toBe(0));
});

test("an address is forgotten by who asks next where no timer lives long enough to do it", () => {
	vi.useFakeTimers();
	const fullAtOf = new Map<string, number>();
	let now = 1_000_000;
	const rate = { perSecond: 1, burst: 100 };
	const take = createAddressBudget({ rate, now: () => now, key: new Uint8Array(32), fullAtOf });
	for (let hours = 0; hours < 3; hours++) {
		take(`1.2.3.${hours}`);
		vi.clearAllTimers();
		now += 3_600_000;
		expect(fullAtOf.size).toBe(1);
	}
	vi.useRealTimers();
});

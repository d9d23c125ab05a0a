import { createHmac } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import { Problem } from "./problems.ts";
import { limits } from "./protocol/limits.ts";
import { type Rate, takeFromBudget } from "./store/budget.ts";

/** What an address may do only so often: each takes one act from its budget, and throws `too-fast`. */
export type AddressBudgets = Record<"creates" | "receipts", (address: string) => void>;

/** @param options as for {@link createAddressBudget} */
export function createAddressBudgets(options: { now: () => number; key: Uint8Array }): AddressBudgets {
	return {
		creates: createAddressBudget({ rate: limits.creates, ...options }),
		receipts: createAddressBudget({ rate: limits.receipts, ...options }),
	};
}

/**
 * Budgets by address, in memory. Kept under HMAC(a key of this process, the address), so that not even a dump of the
 * memory says who was here; forgotten as soon as they are full again.
 * @param options.key random bytes of this process
 * @param options.fullAtOf where they are kept: the HMAC, and when (ms) its budget will be full again
 * @param options.most how many addresses are remembered at once; the one longest unseen is forgotten first
 * @returns takes one act from the budget of an address; throws `too-fast`
 */
export function createAddressBudget(options: {
	rate: Rate;
	now: () => number;
	key: Uint8Array;
	fullAtOf?: Map<string, number>;
	most?: number;
}): (address: string) => void {
	const { rate, now, key, fullAtOf = new Map<string, number>(), most = 10_000 } = options;
	const longestMs = (1000 / rate.perSecond) * rate.burst;
	let sweptAt = Number.NEGATIVE_INFINITY;

	/** Now and, also when nobody asks any more, later. Where a timer ends with its request, who asks next does it. */
	function sweep(at: number): void {
		if (Math.abs(at - sweptAt) < longestMs) return;
		sweptAt = at;
		forgetFull(fullAtOf, at);
		setTimeout(() => {
			sweptAt = Number.NEGATIVE_INFINITY;
			if (fullAtOf.size > 0) sweep(now());
		}, longestMs).unref();
	}

	return (address) => {
		const at = now();
		const name = createHmac("sha256", key).update(networkOf(address)).digest("base64url");
		const taken = takeFromBudget(fullAtOf.get(name) ?? 0, at, rate);
		if ("retryAfterMs" in taken) throw new Problem("too-fast", { retryAfterSeconds: taken.retryAfterMs / 1000 });
		fullAtOf.delete(name);
		fullAtOf.set(name, taken.fullAt);
		if (fullAtOf.size > most) forget(fullAtOf, at, most);
		sweep(at);
	};
}

function forgetFull(fullAtOf: Map<string, number>, now: number): void {
	for (const [name, fullAt] of fullAtOf) if (fullAt <= now) fullAtOf.delete(name);
}

/** Drops budgets that are full again; then, if that is not enough, the ones longest unseen, a tenth at a time. */
function forget(fullAtOf: Map<string, number>, now: number, most: number): void {
	forgetFull(fullAtOf, now);
	if (fullAtOf.size <= most) return;
	const surplus = fullAtOf.size - Math.floor(most * 0.9);
	for (const name of [...fullAtOf.keys()].slice(0, surplus)) fullAtOf.delete(name);
}

/** What counts as one address: an IPv4 address, or the /64 of an IPv6 address. Other text is its own. */
export function networkOf(address: string): string {
	const bare = address.replace(/%.*$/, "").toLowerCase();
	const mapped = /^::ffff:([0-9.]+)$/.exec(bare)?.[1];
	if (mapped !== undefined && isIPv4(mapped)) return mapped;
	if (!isIPv6(bare)) return bare;
	const [head = "", tail] = bare.split("::");
	const groups = (part: string) => (part === "" ? [] : part.split(":"));
	const left = groups(head);
	const right = groups(tail ?? "");
	// A dotted tail stands for two groups.
	const width = left.length + right.length + (right.at(-1)?.includes(".") ? 1 : 0);
	const all = tail === undefined ? left : [...left, ...Array<string>(8 - width).fill("0"), ...right];
	return `${all
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(":")}::/64`;
}

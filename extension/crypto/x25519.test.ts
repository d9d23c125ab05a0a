import { expect, test } from "vitest";
import type { Bytes } from "./bytes.ts";
import { secureRandom } from "./random.ts";
import { SealError } from "./seal-error.ts";
import { agree, importBoxPair } from "./x25519.ts";

const bytesOf = (hex: string): Bytes =>
	Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)) as Bytes;

/** Why two do not agree; null when they do. */
async function refusalOf(publicKey: Bytes): Promise<unknown> {
	const { privateKey } = await importBoxPair(secureRandom(32));
	return agree(privateKey, publicKey).then(
		() => null,
		(error: unknown) => (error instanceof SealError ? error.reason : error),
	);
}

const highest = (lowest: string) => `${lowest}${"ff".repeat(30)}7f`;
const smallOrder = [
	"00".repeat(32),
	`01${"00".repeat(31)}`,
	"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
	"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
	highest("ec"),
];

test("a public key with which anybody would agree is refused", async () => {
	for (const hex of smallOrder) expect(await refusalOf(bytesOf(hex)), hex).toBe("member");
});

test("a public key that is written in another way than honest ones, or is none, is refused", async () => {
	const { publicKey } = await importBoxPair(secureRandom(32));
	expect(await refusalOf(publicKey)).toBeNull();
	// The highest numbers below 2^255 − 19 are keys; it and those above are other ones, written again.
	expect(await refusalOf(bytesOf(highest("eb")))).toBeNull();
	for (const lowest of ["ed", "ee", "f0", "ff"]) expect(await refusalOf(bytesOf(highest(lowest)))).toBe("member");
	const withHighestBit = publicKey.with(31, (publicKey[31] ?? 0) | 0x80) as Bytes;
	expect(await refusalOf(withHighestBit)).toBe("member");
	for (const bytes of [publicKey.slice(1), new Uint8Array(33), new Uint8Array()]) {
		expect(await refusalOf(bytes)).toBe("member");
	}
});

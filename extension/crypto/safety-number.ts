import { lengthPrefixed, sha256 } from "./bytes.ts";

/** 133 bits: too many to find keys, while a room lives, that make two people's numbers alike. */
const digits = 40;
const digitsOfGroup = 5;

/**
 * What people compare by voice: the same for two browsers only if they know the same members by the same keys, for a
 * memberId is made of its member's key. SHA-256 as one big-endian number, its last 40 decimal digits, in 8 groups with
 * a space between. The order of the ids does not matter.
 */
export async function safetyNumber(roomId: string, memberIds: readonly string[]): Promise<string> {
	const hash = await sha256(lengthPrefixed(["mayfly/v1/safety", roomId, ...memberIds.toSorted()]));
	const number = hash.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) % 10n ** BigInt(digits);
	const text = number.toString().padStart(digits, "0");
	const groups = Array.from({ length: digits / digitsOfGroup }, (_, at) =>
		text.slice(at * digitsOfGroup, (at + 1) * digitsOfGroup),
	);
	return groups.join(" ");
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { hashKey } from "./auth.ts";

test("a key is hashed by its 32 bytes, not by its text", async () => {
	expect(hashKey("A".repeat(43))).toBe("Zmh6rfhivXdsj8GLjp-OIAiXFIVu4jOzkCpZHQ1fKSU");
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (bytes) => {
			const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
			expect(hashKey(Buffer.from(bytes).toString("base64url"))).toBe(Buffer.from(digest).toString("base64url"));
		}),
	);
});

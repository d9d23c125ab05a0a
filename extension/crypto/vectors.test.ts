import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkVectors, type Vectors } from "./vectors.ts";

const vectors: Vectors = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));

test("every vector comes out letter for letter, and what was changed is refused for the reason given", async () => {
	expect(vectors.sealed.length).toBeGreaterThan(10);
	expect(vectors.refused.length).toBeGreaterThan(60);
	expect([vectors.wraps.length, vectors.refusedWraps.length, vectors.histories.length]).toEqual([4, 11, 1]);
	expect(await checkVectors(vectors)).toEqual([]);
});

test("a vector that is wrong is reported", async () => {
	const wrong = structuredClone(vectors) as { -readonly [Key in keyof Vectors]: Vectors[Key] };
	wrong.links = wrong.links.map((link) => ({ ...link, accessHash: link.secret }));
	// What is inside these is not free: a profile holds the member's keys, all receipts say the same, appointments name one.
	wrong.sealed = wrong.sealed
		.map((sealed) => ({ ...sealed, payload: "other" }))
		.filter(({ purpose }) => !["profile", "receipt", "appointment"].includes(purpose));
	wrong.safety = wrong.safety.map((safety) => ({ ...safety, number: "0" }));
	wrong.refused = wrong.refused.map((refused) => ({ ...refused, reason: "other" }));
	wrong.refusedWraps = wrong.refusedWraps.map((refused) => ({ ...refused, reason: "other" }));
	wrong.wraps = wrong.wraps.map((wrap) => ({ ...wrap, nonce: "A".repeat(16) }));
	wrong.histories = wrong.histories.map(({ events, digests }) => ({ events, digests: digests.toReversed() }));
	const failures = await checkVectors(wrong);
	const { links, safety, sealed, refused, refusedWraps, wraps, histories } = wrong;
	const each = [links, safety, sealed, sealed, refused, refusedWraps, wraps, histories];
	expect(failures).toHaveLength(each.flat().length);
});

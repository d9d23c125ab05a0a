import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkVectors, type Vectors } from "./vectors.ts";

const vectors: Vectors = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));

test("every vector comes out letter for letter, and what was changed is refused for the reason given", async () => {
	expect(vectors.sealed.length).toBeGreaterThan(10);
	expect(vectors.refused.length).toBeGreaterThan(50);
	expect(await checkVectors(vectors)).toEqual([]);
});

test("a vector that is wrong is reported", async () => {
	const wrong = structuredClone(vectors) as { -readonly [Key in keyof Vectors]: Vectors[Key] };
	wrong.links = wrong.links.map((link) => ({ ...link, accessHash: link.secret }));
	wrong.sealed = wrong.sealed.map((sealed) => ({ ...sealed, payload: "other" })).filter((s) => s.purpose !== "profile");
	wrong.refused = wrong.refused.map((refused) => ({ ...refused, reason: "other" }));
	const failures = await checkVectors(wrong);
	expect(failures).toHaveLength(wrong.links.length + 2 * wrong.sealed.length + wrong.refused.length);
});

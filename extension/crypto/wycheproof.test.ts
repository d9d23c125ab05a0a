import { expect, test } from "vitest";
import { wycheproofSample } from "./testing/wycheproof-sample.ts";
import { checkWycheproof, wycheproofFiles } from "./wycheproof.ts";

const none = { asTold: 0, refused: 0, notAsked: 0, misses: [] };

test("cases of a known outcome come out as they should, and what is of another size is refused", async () => {
	const sample = wycheproofSample();
	const found = await Promise.all(wycheproofFiles.map((file) => checkWycheproof(file, sample[file])));
	expect(found).toEqual([
		{ ...none, asTold: 2, refused: 2 },
		{ ...none, asTold: 2, notAsked: 1 },
		{ ...none, asTold: 3 },
		{ ...none, asTold: 2 },
	]);
});

const tampered = wycheproofFiles.flatMap((file) =>
	Object.keys(wycheproofSample()[file].testGroups[0]?.tests[0] ?? {})
		.filter((field) => !["tcId", "comment", "flags", "result", "size"].includes(field))
		.map((field) => [file, field] as const),
);

test.each(tampered)("of %s a first case with another %s is a miss, and it alone", async (file, field) => {
	const json = wycheproofSample()[file];
	const [first] = json.testGroups[0]?.tests ?? [];
	const before = String(first?.[field] ?? "");
	// A bit of the first byte; of nothing, a byte.
	if (first) first[field] = before === "" ? "00" : (before.startsWith("0") ? "1" : "0") + before.slice(1);
	const whole = await checkWycheproof(file, wycheproofSample()[file]);
	const { misses, asTold, ...rest } = await checkWycheproof(file, json);
	expect({ ...rest, misses }).toEqual({ ...rest, misses: [expect.stringContaining("case 1 ")] });
	expect(asTold).toBe(whole.asTold - 1);
});

test.each(wycheproofFiles)("of %s a case whose outcome is told wrong is a miss", async (file) => {
	const json = wycheproofSample()[file];
	const [first] = json.testGroups[0]?.tests ?? [];
	if (first) first.result = "invalid";
	const { misses, notAsked } = await checkWycheproof(file, json);
	// There is no wrong size of a key to derive.
	expect([misses.length, notAsked]).toEqual(file === "hkdf_sha256_test" ? [0, 2] : [1, 0]);
});

test("a file without cases, or with fewer than it speaks of, is a miss", async () => {
	for (const file of wycheproofFiles) {
		expect((await checkWycheproof(file, { numberOfTests: 0, testGroups: [] })).misses).toHaveLength(1);
		const { testGroups, numberOfTests } = wycheproofSample()[file];
		expect((await checkWycheproof(file, { testGroups, numberOfTests: numberOfTests + 1 })).misses).toHaveLength(1);
	}
});

test("a case that may be either, for a reason that no rule is for, is a miss", async () => {
	const json = wycheproofSample().x25519_test;
	for (const each of json.testGroups[0]?.tests ?? []) Object.assign(each, { result: "acceptable", flags: ["New"] });
	expect((await checkWycheproof("x25519_test", json)).misses).toHaveLength(2);
});

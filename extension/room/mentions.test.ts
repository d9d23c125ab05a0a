import { expect, test } from "vitest";
import { mentionedIn } from "./mentions.ts";

const person = (memberId: string, name: string | null) => ({ memberId, name, order: 0, here: true, online: true });
const people = [person("ann", "Ann"), person("anna", "Anna"), person("heron", "Quiet Heron"), person("nobody", null)];

test("those are mentioned whose whole name stands behind an @", () => {
	expect(mentionedIn("@Quiet Heron, ask @Anna.", people)).toEqual(["anna", "heron"]);
	expect(mentionedIn("@Annabel and @ann and Ann, @", people)).toEqual([]);
	expect(mentionedIn("@Annabel or @Ann", people)).toEqual(["ann"]);
});

test("two with one name are both mentioned, and each knows by their id", () => {
	expect(mentionedIn("@Ann!", [...people, person("other", "Ann")])).toEqual(["ann", "other"]);
});

import { expect, test } from "vitest";
import { emptyFold, foldEvent } from "./fold.ts";
import type { Fold, FoldEvent } from "./state.ts";

type Uncursored = FoldEvent extends infer Event ? (Event extends FoldEvent ? Omit<Event, "cursor"> : never) : never;

const run = (...events: Uncursored[]): Fold =>
	events.reduce<Fold>(
		(fold, event, index) => foldEvent(fold, { ...event, cursor: `${index + 1}-${index + 1}` } as FoldEvent, 0),
		emptyFold,
	);
const at = (n: number) => `${n}-${n}`;
const joined = (memberId: string): Uncursored => ({ type: "joined", memberId, name: memberId });
const left = (memberId: string): Uncursored => ({ type: "left", memberId, reason: "left" });
const sealed = (id: string, sender: string, epoch: number): Uncursored => ({ type: "sealed", id, sender, epoch });
const said = (id: string, sender: string, shown: "same" | "differs" = "same"): Uncursored => {
	return { type: "message", id, sender, text: id, shown };
};
const handed = (
	sender: string,
	{ epoch, to, opened = [] }: { epoch: number; to: string[]; opened?: FoldEvent[] },
): Uncursored => ({ type: "handed", id: `k${epoch}`, sender, epoch, to, shown: "same", opened: opened as [] });

/** The log in short. */
const lines = ({ log }: Fold) =>
	log.flatMap((entry) => {
		if (entry.type === "handed") return [];
		if (entry.type === "message") return entry.text;
		return entry.type === "sealed" ? `${entry.id} ${entry.lost ? "lost" : "waits"}` : entry.type;
	});

test("a message whose key is not here has its place, and is there when the key is", () => {
	const fold = run(sealed("a", "ann", 1), said("b", "ben"));
	expect(lines(fold)).toEqual(["a waits", "b"]);
	const opened: FoldEvent[] = [{ type: "message", cursor: at(1), id: "a", sender: "ann", text: "hi", shown: "same" }];
	const after = run(sealed("a", "ann", 1), said("b", "ben"), handed("ann", { epoch: 1, to: ["me"], opened }));
	expect(lines(after)).toEqual(["hi", "b"]);
});

test("what fails its check once its key is here is caught, and what a newer version made is passed over", () => {
	const opened: FoldEvent[] = [
		{ type: "caught", cursor: at(1), id: "a", sender: "ann" },
		{ type: "skipped", cursor: at(2), id: "b", sender: "ann" },
	];
	const events = [sealed("a", "ann", 1), sealed("b", "ann", 1), handed("ann", { epoch: 1, to: ["me"], opened })];
	expect(lines(run(...events))).toEqual(["caught"]);
});

test("a key that its sender has left behind does not come any more, nor one of somebody who is gone", () => {
	const events = [joined("ann"), joined("ben"), sealed("a", "ann", 1), sealed("b", "ben", 1), sealed("c", "ann", 2)];
	expect(lines(run(...events)).slice(2)).toEqual(["a waits", "b waits", "c waits"]);
	const moved = [...events, handed("ann", { epoch: 2, to: ["x"] })];
	expect(lines(run(...moved)).slice(2)).toEqual(["a lost", "b waits", "c waits"]);
	expect(lines(run(...moved, left("ben"))).slice(2)).toEqual(["a lost", "b lost", "c waits", "left"]);
});

const appointed = (by: string, memberId: string, since: string | null): Uncursored => {
	return { type: "appointed", by, memberId, since };
};

test("the first who comes in is the starter, until it hands that on, and so on", () => {
	const events = [joined("ann"), joined("ben"), appointed("ann", "ben", at(1)), appointed("ben", "cat", at(3))];
	expect(run().starter).toBe(null);
	expect(run(...events.slice(0, 2)).starter).toEqual({ memberId: "ann", since: at(1) });
	expect(run(...events.slice(0, 3)).starter).toEqual({ memberId: "ben", since: at(3) });
	expect(run(...events).starter).toEqual({ memberId: "cat", since: at(4) });
	expect(run(...events).log.slice(2)).toMatchObject([
		{ type: "appointed", by: "ann", memberId: "ben", timestamp: 3 },
		{ type: "appointed", by: "ben", memberId: "cat", timestamp: 4 },
	]);
});

test("an appointment that is not signed, not by the starter, or of an earlier time does nothing, and is told as caught", () => {
	const begun = [joined("ann"), joined("ben")];
	for (const wrong of [appointed("ann", "ben", null), appointed("ben", "ben", at(1)), appointed("ann", "ben", at(2))]) {
		const fold = run(...begun, wrong);
		expect(fold.starter?.memberId).toBe("ann");
		expect(fold.log.at(-1)).toMatchObject({ type: "caught", what: "appointment" });
	}
	// It came back to her; what she signed before that is shown once more.
	const back = [...begun, appointed("ann", "ben", at(1)), appointed("ben", "ann", at(3))];
	expect(run(...back, appointed("ann", "ben", at(1))).starter).toEqual({ memberId: "ann", since: at(4) });
	expect(run(...back, appointed("ann", "ben", at(4))).starter).toEqual({ memberId: "ben", since: at(5) });
});

test("who has a member's newest key is known, however many messages handed it over", () => {
	const fold = run(
		handed("ann", { epoch: 1, to: ["me", "ben"] }),
		handed("ann", { epoch: 1, to: ["carl"] }),
		handed("ben", { epoch: 3, to: ["me"] }),
		handed("ben", { epoch: 2, to: ["ann"] }),
	);
	expect(fold.handed).toEqual({ ann: { epoch: 1, to: ["me", "ben", "carl"] }, ben: { epoch: 3, to: ["me"] } });
});

test("that somebody is shown other things is told once", () => {
	const fold = run(
		said("a", "ann", "differs"),
		said("b", "ann", "differs"),
		said("c", "ben", "differs"),
		said("d", "ann"),
	);
	expect(lines(fold)).toEqual(["differs", "a", "b", "differs", "c", "d"]);
});

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

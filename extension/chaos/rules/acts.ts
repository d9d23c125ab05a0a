import { chunkLength } from "../../room/shared-file.ts";
import type { Shown } from "../history.ts";
import { type Facts, type Operation, textOf, type Violation } from "./facts.ts";

type ShownAct = Extract<Shown, { type: "act" }>;
type Standing = { text: string; withdrawn: boolean; reactions: string[]; arrived: number; viewed: string[] };

const withdrawn: Standing = { text: "", withdrawn: true, reactions: [], arrived: 0, viewed: [] };

/**
 * On every screen at every moment a message stands as the acts that the same screen shows make it: in their order, an
 * edit, an unsend and the bytes of a file by the author alone, a view by anybody else. What is not read yet on that screen has done nothing there.
 */
export function acts({ screens, operations }: Facts): Violation[] {
	const said = new Map(operations.flatMap(({ act }) => ("id" in act ? [[act.id, act] as const] : [])));
	return screens.flatMap(({ who, shown, line }) =>
		shown.flatMap((entry, index): Violation[] => {
			if (entry.type !== "message" && entry.type !== "withdrawn") return [];
			// What has gone by itself is for the rule `passing` to look at.
			if (entry.type === "withdrawn" && entry.passed) return [];
			const after = shown.slice(index + 1).filter((later): later is ShownAct => later.type === "act");
			const expected = standing(entry, after, said);
			const found = standingOf(entry);
			if (JSON.stringify(expected) === JSON.stringify(found)) return [];
			const what = `${who} sees ${entry.id} as ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`;
			return [{ rule: "acts", what, lines: [line] }];
		}),
	);
}

function standing(
	{ id, sender }: { id: string; sender: string },
	after: readonly ShownAct[],
	said: ReadonlyMap<string, Extract<Operation["act"], { id: string }>>,
): Standing {
	const sent = said.get(id);
	let text = sent ? textOf(sent) : "";
	const reactions = new Map<string, string>();
	const chunks = new Set<number>();
	const viewed = new Set<string>();
	for (const { id: actId, sender: by, mark } of after) {
		if (mark.to !== id) continue;
		const key = `${"emoji" in mark ? mark.emoji : ""} ${by}`;
		if (mark.kind === "reaction") {
			// Put there anew, it stands behind the others.
			reactions.delete(key);
			if (mark.on) reactions.set(key, key);
			continue;
		}
		if (mark.kind === "viewed") {
			if (by !== sender && sent?.type === "send-file" && sent.once) viewed.add(by);
			continue;
		}
		if (by !== sender) continue;
		if (mark.kind === "unsend") return withdrawn;
		if (mark.kind === "chunk") {
			if (sent?.type === "send-file" && mark.length === chunkLength(sent, mark.index)) chunks.add(mark.index);
			continue;
		}
		const edit = said.get(actId);
		text = edit ? textOf(edit) : text;
	}
	return {
		text,
		withdrawn: false,
		reactions: [...reactions.keys()].toSorted(),
		arrived: chunks.size,
		viewed: [...viewed],
	};
}

function standingOf(entry: Extract<Shown, { type: "message" | "withdrawn" }>): Standing {
	if (entry.type === "withdrawn") return withdrawn;
	const { text, reactions = [], file, viewed = [] } = entry;
	return { text, withdrawn: false, reactions: reactions.toSorted(), arrived: file?.arrived ?? 0, viewed };
}

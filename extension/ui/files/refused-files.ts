import { fileNameOf, mostBytesAtOnce, mostFilesAtOnce } from "../../room/shared-file.ts";
import { t } from "../words.ts";
import { sizeWords } from "./file-words.ts";
import type { FileRefusal } from "./prepare-file.ts";
import type { TrayRefusal } from "./tray.ts";

export type Refusal = FileRefusal | TrayRefusal;
export type RefusedFile = { name: string; refusal: Refusal };

/** More names than these are counted. */
const mostNames = 3;

/** What of the files that were given can't go, and what could, a line for each reason; null: all can. */
export function refusedWords(refused: readonly RefusedFile[], given: number): string | null {
	const reasons = new Map<Refusal, string[]>();
	for (const { name, refusal } of refused) reasons.set(refusal, [...(reasons.get(refusal) ?? []), name]);
	const sentences = [...reasons].map(([refusal, names]) =>
		given === 1 ? reasonWords(refusal) : t("file.refused", { names: namesWords(names), reason: reasonWords(refusal) }),
	);
	return sentences.length === 0 ? null : sentences.join("\n");
}

function namesWords(names: readonly string[]): string {
	if (names.length > mostNames) return t("file.count", { count: names.length });
	const list = new Intl.ListFormat(t("language.tag"), { type: "conjunction" });
	// Whichever way a name runs, the words around it keep theirs.
	return list.format(names.map((name) => `\u2068${fileNameOf(name)}\u2069`));
}

export function reasonWords(refusal: Refusal): string {
	switch (refusal) {
		case "empty":
			return t("file.empty");
		case "too-large":
			return t("file.tooLarge");
		case "unreadable":
			return t("file.unreadable");
		case "too-many":
			return t("file.tooMany", { count: mostFilesAtOnce });
		case "too-much":
			return t("file.tooMuch", { size: sizeWords(mostBytesAtOnce) });
	}
}

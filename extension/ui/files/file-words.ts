import type { FileFacts } from "../../room/shared-file.ts";
import { t } from "../words.ts";

/** "240 kB", "1.4 MB", as the language writes numbers. */
export function sizeWords(bytes: number): string {
	const inMegabytes = bytes >= 1_000_000;
	const unit = inMegabytes ? "megabyte" : bytes >= 1_000 ? "kilobyte" : "byte";
	const value = bytes / (inMegabytes ? 1_000_000 : bytes >= 1_000 ? 1_000 : 1);
	return new Intl.NumberFormat(t("language.tag"), {
		style: "unit",
		unit,
		unitDisplay: unit === "byte" ? "long" : "short",
		maximumFractionDigits: inMegabytes ? 1 : 0,
	}).format(value);
}

/** A file in one line, where there are no words beside it. */
export const fileWords = (file: FileFacts): string =>
	file.picture ? t("file.picture") : file.sound ? t("voice.note") : file.name;

/** What a file is called while it is on its way: nobody gave a voice note its name. */
export const calledWords = (file: FileFacts): string => (file.sound ? t("voice.note") : file.name);

/** What stands for what is seen or heard of a file; `name`: whose it is, null: mine. */
export const standInWords = (file: FileFacts, caption: string, name: string | null): string =>
	file.sound ? voiceWords(name) : pictureWords(caption, name);

/** What stands for a picture: what is said of it, or whose it is (null: mine). */
export function pictureWords(caption: string, name: string | null): string {
	return caption.trim() || (name === null ? t("file.pictureMine") : t("file.pictureFrom", { name }));
}

/** Whose voice note it is; null: mine. */
const voiceWords = (name: string | null): string =>
	name === null ? t("voice.noteMine") : t("voice.noteFrom", { name });

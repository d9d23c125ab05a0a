import { mostBytesAtOnce, mostFilesAtOnce } from "../../room/shared-file.ts";
import type { PreparedFile } from "./prepare-file.ts";

/** A file that goes with the next message; `key` tells it from the others, which may have its name. */
export type TrayFile = PreparedFile & { key: number };

/** What goes with the next message, in that order; `readying`: how often somebody gave more that is not ready yet. */
export type Tray = { files: readonly TrayFile[]; readying: number };

/** Why a file doesn't fit beside the others. */
export type TrayRefusal = "too-many" | "too-much";

export const emptyTray: Tray = { files: [], readying: 0 };

export const isFull = ({ files }: Pick<Tray, "files">): boolean => files.length >= mostFilesAtOnce;

export const bytesIn = ({ files }: Pick<Tray, "files">): number =>
	files.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** The tray with this file at its end, or why it can't be there. */
export function withFile(tray: Tray, file: TrayFile): Tray | TrayRefusal {
	if (isFull(tray)) return "too-many";
	if (bytesIn(tray) + file.bytes.length > mostBytesAtOnce) return "too-much";
	return { ...tray, files: [...tray.files, file] };
}

export const withoutFile = (tray: Tray, key: number): Tray => ({
	...tray,
	files: tray.files.filter((file) => file.key !== key),
});

import type { Bytes } from "../../crypto/bytes.ts";

/** The browser needs its address until it has read it all. */
const addressLivesMs = 60_000;

/** Hands the file to the browser's downloads: the one way by which something of a room reaches the disk. */
export function saveFile(name: string, bytes: Bytes): void {
	// Of no type: whoever opens it there goes by its name, not by what its sender said it is.
	const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
	const link = document.createElement("a");
	link.href = address;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), addressLivesMs);
}

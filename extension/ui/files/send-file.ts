import { encodeBase64url } from "../../crypto/base64url.ts";
import type { Outcome, Rooms } from "../../hub/rooms.ts";
import type { Content } from "../../room/payload.ts";
import type { SharedFile } from "../../room/shared-file.ts";
import type { PreparedFile } from "./prepare-file.ts";

/** As it will be announced, but for the hash, which is as long. */
export const announced = ({ facts, bytes }: PreparedFile): SharedFile => ({
	...facts,
	bytes: bytes.length,
	sha256: "A".repeat(43),
});

export function sendFile(
	rooms: Rooms,
	{
		file,
		...said
	}: {
		roomId: string;
		text: string;
		replyTo: string | undefined;
		goesAfter: number | undefined;
		mentions: Content["mentions"];
		file: PreparedFile;
	},
): Promise<Outcome> {
	return rooms.do({
		...{ type: "send-file", ...said },
		file: file.facts,
		bytes: encodeBase64url(file.bytes),
	});
}

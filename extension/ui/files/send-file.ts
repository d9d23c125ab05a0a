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

const namelessPicture = "picture";

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
		once: true | undefined;
		mentions: Content["mentions"];
		file: PreparedFile;
	},
): Promise<Outcome> {
	return rooms.do({
		...{ type: "send-file", ...said },
		// Nobody saves it: what it was called is nobody's business.
		file: said.once ? { ...file.facts, name: namelessPicture } : file.facts,
		bytes: encodeBase64url(file.bytes),
	});
}

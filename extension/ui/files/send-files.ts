import { encodeBase64url } from "../../crypto/base64url.ts";
import type { FailureCode, Rooms } from "../../hub/rooms.ts";
import type { Content } from "../../room/payload.ts";
import type { SharedFile } from "../../room/shared-file.ts";
import type { PreparedFile } from "./prepare-file.ts";
import type { TrayFile } from "./tray.ts";

/** As it will be announced, but for the hash, which is as long. */
export const announced = ({ facts, bytes }: PreparedFile): SharedFile => ({
	...facts,
	bytes: bytes.length,
	sha256: "A".repeat(43),
});

const namelessPicture = "picture";

export type SentFiles = {
	/** Those that were not taken; the room has the others. */
	left: readonly TrayFile[];
	/** Why; null: all were taken. */
	failure: FailureCode | null;
	/** The words went with the last of them. */
	isSaid: boolean;
};

/**
 * Hands over the files, each as a message of its own, in their order: what is answered stands over the first, the words
 * below the last.
 */
export async function sendFiles(
	rooms: Rooms,
	{
		files,
		text,
		mentions,
		replyTo,
		isOnce,
		...beside
	}: {
		roomId: string;
		files: readonly TrayFile[];
		text: string;
		mentions: Content["mentions"];
		replyTo: string | undefined;
		goesAfter: number | undefined;
		/** Each of the others may view the pictures among them once. */
		isOnce: boolean;
	},
): Promise<SentFiles> {
	// All at once: whatever becomes of this surface, they are with the room, which keeps their order.
	const outcomes = await Promise.all(
		files.map(({ facts, bytes }, at) => {
			const once = isOnce && facts.picture ? true : undefined;
			return rooms.do({
				...{ type: "send-file", ...beside, once },
				...(at === files.length - 1 ? { text, mentions } : { text: "" }),
				replyTo: at === 0 ? replyTo : undefined,
				// Nobody saves it: what it was called is nobody's business.
				file: once ? { ...facts, name: namelessPicture } : facts,
				bytes: encodeBase64url(bytes),
			});
		}),
	);
	const failed = outcomes.find((outcome) => !outcome.ok);
	return {
		left: files.filter((_, at) => !outcomes[at]?.ok),
		failure: failed && !failed.ok ? failed.code : null,
		isSaid: outcomes.at(-1)?.ok ?? false,
	};
}

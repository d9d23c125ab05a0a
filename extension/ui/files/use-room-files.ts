import { useMemo } from "react";
import { decodeBase64url } from "../../crypto/base64url.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { Intent, Outcome, Rooms } from "../../hub/rooms.ts";
import type { Files } from "./files-context.ts";

/** What the files of one room ask for. The same object as long as its parts are. */
export function useRoomFiles(options: {
	rooms: Rooms;
	roomId: string;
	act: (intent: Intent) => unknown;
	open: (id: string) => void;
	/** Shows a picture that was got to be viewed once. */
	showOnce: (id: string, bytes: Bytes) => void;
}): Files {
	const { rooms, roomId, act, open, showOnce } = options;
	return useMemo(
		() => ({
			open,
			stop: (to) => void act({ type: "act", roomId, act: { kind: "unsend", to } }),
			async read(id) {
				const outcome = await rooms.do({ type: "read-file", roomId, id });
				return bytesIn(outcome);
			},
			async viewOnce(id) {
				const bytes = bytesIn(await rooms.do({ type: "view-once", roomId, id }));
				if (bytes) showOnce(id, bytes);
				return bytes !== null;
			},
		}),
		[rooms, roomId, act, open, showOnce],
	);
}

const bytesIn = (outcome: Outcome): Bytes | null =>
	outcome.ok && outcome.bytes !== undefined ? decodeBase64url(outcome.bytes) : null;

import { useMemo } from "react";
import { decodeBase64url } from "../../crypto/base64url.ts";
import type { Intent, Rooms } from "../../hub/rooms.ts";
import type { Files } from "./files-context.ts";

/** What the files of one room ask for. The same object as long as its parts are. */
export function useRoomFiles(options: {
	rooms: Rooms;
	roomId: string;
	act: (intent: Intent) => unknown;
	open: (id: string) => void;
}): Files {
	const { rooms, roomId, act, open } = options;
	return useMemo(
		() => ({
			open,
			stop: (to) => void act({ type: "act", roomId, act: { kind: "unsend", to } }),
			async read(id) {
				const outcome = await rooms.do({ type: "read-file", roomId, id });
				return outcome.ok && outcome.bytes !== undefined ? decodeBase64url(outcome.bytes) : null;
			},
		}),
		[rooms, roomId, act, open],
	);
}

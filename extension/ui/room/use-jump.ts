import { type RefObject, useCallback, useEffect } from "react";
import { flushSync } from "react-dom";
import type { LiveRoom } from "../../hub/rooms.ts";
import type { LogHandle } from "./message-log.tsx";

/** The way to a message of a room that is not shown yet. */
export type Jump = {
	/** Key of the message of this room that is to be shown; null: none. */
	target: string | null;
	/** Opens another room, for it to show this message. */
	elsewhere: (roomId: string, key: string) => void;
	/** It is shown. */
	done: () => void;
};

/** Goes to messages: of this room at once, of another by way of it. */
export function useJump(options: {
	jump: Jump;
	room: LiveRoom;
	log: RefObject<LogHandle | null>;
	/** Takes away what lies over the room, and gives the focus back. */
	onClose: () => void;
}): (roomId: string, key: string) => void {
	const { jump, room, log, onClose } = options;
	const { target, done } = jump;
	const { caughtUp } = room;
	useEffect(() => {
		if (target === null || !caughtUp) return;
		log.current?.goTo(target);
		done();
	}, [target, done, caughtUp, log]);

	return useCallback(
		(roomId, key) => {
			// What lay over the room gives the focus back first: the message has it last.
			flushSync(onClose);
			if (roomId === room.roomId) log.current?.goTo(key);
			else jump.elsewhere(roomId, key);
		},
		[room.roomId, log, jump, onClose],
	);
}

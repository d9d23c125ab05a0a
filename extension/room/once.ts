import { type MessageEntry, messageIn } from "./message-in.ts";
import { isWhole } from "./shared-file.ts";
import type { LiveState } from "./state.ts";

// A picture may be sent to be viewed once. Whoever looks says so before it is shown, by an act in the room's one order:
// so it stays viewed when the history is read again, and its sender sees who has.

type Viewer = Pick<LiveState, "me" | "unsent">;

/** Whether it is a picture that this member may view once: it is not for its sender. */
export const isForMe = ({ once, sender }: MessageEntry, me: string): boolean => once === true && sender !== me;

/** Whether I have looked at it: from the moment I asked for it, and however far the word of that has come. */
export const hasViewed = ({ me, unsent }: Viewer, { id, viewed }: MessageEntry): boolean =>
	viewed?.includes(me) === true || unsent.some(({ act }) => act?.kind === "viewed" && act.to === id);

/** Whether I can look at it now. Not before all of the room is here: the word that I have may still come. */
export function canView(state: LiveState, id: string): boolean {
	const { log, me, caughtUp } = state;
	const message = caughtUp ? messageIn(log, id) : undefined;
	if (!message?.file || !isWhole(message.file, message.arrived)) return false;
	return isForMe(message, me) && !hasViewed(state, message);
}

/** Whether the file of that message is given out again and again, to whoever asks. */
export const isForKeeps = ({ log, unsent }: LiveState, id: string): boolean =>
	(messageIn(log, id) ?? unsent.find((each) => each.id === id))?.once !== true;

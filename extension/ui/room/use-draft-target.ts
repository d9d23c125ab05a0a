import { useCallback, useMemo, useState } from "react";
import type { LiveRoom, Rooms } from "../../hub/rooms.ts";
import type { Draft } from "../../room/state.ts";

/** What the message box is for beside something new: an edit, or an answer. */
type Target = Partial<Pick<Draft, "edit" | "replyTo">>;

export type Aim = (target: Target) => void;

/**
 * The room with what was last chosen for its message box, shown at once: what is typed meanwhile must not go elsewhere
 * because a worker is still waking up. `aim` chooses.
 */
export function useDraftTarget(room: LiveRoom, rooms: Rooms): { room: LiveRoom; aim: Aim } {
	const { roomId } = room;
	const [ahead, setAhead] = useState<Target | null>(null);

	const aim = useCallback<Aim>(
		(target) => {
			setAhead(target);
			const end = () => setAhead((latest) => (latest === target ? null : latest));
			void rooms.do({ type: "draft", roomId, ...target }).then(end);
		},
		[rooms, roomId],
	);
	const aimed = useMemo(() => (ahead ? { ...room, draft: { ...room.draft, ...ahead } } : room), [room, ahead]);
	return { room: aimed, aim };
}

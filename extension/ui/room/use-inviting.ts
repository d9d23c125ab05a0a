import { useState } from "react";
import type { LiveRoom, Outcome } from "../../hub/rooms.ts";
import { isStarter } from "../../room/starter.ts";
import { useCopy } from "../kit/copy.tsx";

export type Inviting = {
	/** It is for whoever started the room. */
	possible: boolean;
	busy: boolean;
	/** Makes a link for one person, and copies it. */
	make: () => void;
	withdraw: (id: string) => void;
};

/** Links for one person. */
export function useInviting(
	room: LiveRoom,
	{ make, withdraw }: { make: () => Promise<Outcome>; withdraw: (id: string) => Promise<unknown> },
): Inviting {
	const [busy, setBusy] = useState(false);
	const copy = useCopy();
	const during = (work: Promise<unknown>) => {
		setBusy(true);
		void work.finally(() => setBusy(false));
	};
	return {
		possible: isStarter(room),
		busy,
		make: () => during(make().then((made) => (made.ok && made.link ? copy(made.link) : undefined))),
		withdraw: (id) => during(withdraw(id)),
	};
}

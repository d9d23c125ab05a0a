import { useState } from "react";
import type { LiveRoom, Rooms } from "../../hub/rooms.ts";
import type { DraftPage } from "../../room/state.ts";

export type PageInBox = {
	page: DraftPage | null;
	/** Writes it, or with null takes it away; at once here, and in the hub as soon as that can be. */
	write(page: DraftPage | null): void;
	/** Shows no page as long as this takes; what stands in the hub then is shown again. */
	without<Result>(work: Promise<Result>): Promise<Result>;
};

/**
 * The page in the message box. The hub has it, because menus put it there; what is done with it here is shown until the
 * hub has that too.
 */
export function useDraftPage(room: LiveRoom, rooms: Rooms): PageInBox {
	const { roomId, draft } = room;
	const [ahead, setAhead] = useState<{ page: DraftPage | null } | null>(null);

	async function aheadOf<Result>(page: DraftPage | null, work: Promise<Result>): Promise<Result> {
		const mine = { page };
		setAhead(mine);
		try {
			return await work;
		} finally {
			setAhead((latest) => (latest === mine ? null : latest));
		}
	}

	return {
		page: ahead ? ahead.page : draft.page,
		write: (page) => void aheadOf(page, rooms.do({ type: "draft", roomId, page })),
		without: (work) => aheadOf(null, work),
	};
}

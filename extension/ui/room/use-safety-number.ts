import { useEffect, useState } from "react";
import { safetyNumber } from "../../crypto/safety-number.ts";
import type { LiveRoom } from "../../hub/rooms.ts";
import { toCompare } from "../../room/compared.ts";
import type { Person } from "../../room/state.ts";

/** A number, and the members it stands for. */
export type SafetyNumber = { memberIds: readonly string[]; groups: readonly string[] };

/** The memberIds that the number of these people stands for, as one text to compare. */
export const numberedMembers = (people: readonly Person[]): string =>
	toCompare(people)
		.map(({ memberId }) => memberId)
		.toSorted()
		.join(" ");

/** The number of those who are here now; null until it is worked out. */
export function useSafetyNumber({ roomId, people }: LiveRoom): SafetyNumber | null {
	const ids = numberedMembers(people);
	const [known, setKnown] = useState<{ ids: string; groups: readonly string[] } | null>(null);
	useEffect(() => {
		let isWanted = true;
		void safetyNumber(roomId, ids.split(" ")).then((number) => {
			if (isWanted) setKnown({ ids, groups: number.split(" ") });
		});
		return () => {
			isWanted = false;
		};
	}, [roomId, ids]);
	return known?.ids === ids ? { memberIds: ids.split(" "), groups: known.groups } : null;
}

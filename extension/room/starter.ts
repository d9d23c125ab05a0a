import type { Knock } from "./knock.ts";

/** A room with the one who looks at it; `starter`: the memberId of whoever may lock it, let people in and remove them. */
type Seen = { starter: string | null; me: string };

/** Whether that is me: I started the room, or it was handed to me. */
export function isStarter({ starter, me }: Seen): boolean {
	return starter === me;
}

/** Those who knock and wait for my answer. */
export function knocksFor(room: Seen & { knocks: readonly Knock[] }): readonly Knock[] {
	return isStarter(room) ? room.knocks : [];
}

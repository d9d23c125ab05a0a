/**
 * The keys of one room, in the order the scripts take them (prelude.lua says what each holds). The first is the
 * stream of events and is named as the channel; the braces put the others into its slot of a cluster.
 */
export function roomKeys(roomId: string): string[] {
	const parts = ["room", "members", "tokens", "former", "leases", "budgets", "ids", "invites"];
	return [roomId, ...parts.map((part) => `{${roomId}}:${part}`)];
}

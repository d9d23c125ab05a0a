import { readFileSync } from "node:fs";
import { limits } from "../../protocol/limits.ts";

export const actNames = [
	...(["create", "join", "read", "change", "destroy", "leave", "remove", "invite", "knock", "appoint"] as const),
	...(["send", "history", "signal", "receipt", "attach", "detach", "pulse"] as const),
];
export type ActName = (typeof actNames)[number];

/** The Lua text of each act as Redis runs it. */
export type Scripts = Record<ActName, string>;

type Options = {
	/** False lifts the budgets. */
	rateLimits: boolean;
	/** The command that reaches a room's listeners; of a cluster it is `SPUBLISH`. */
	publish?: "PUBLISH" | "SPUBLISH";
};

/** Reads the `.lua` files beside this one. A platform without a file system hands in their texts itself. */
export function readScripts(options: Options): Scripts {
	const read = (name: string) => readFileSync(new URL(`${name}.lua`, import.meta.url), "utf8");
	return assembleScripts(read, options);
}

/** Puts the limits, the command to publish by and the shared prelude before each act. */
export function assembleScripts(read: (name: string) => string, { rateLimits, publish = "PUBLISH" }: Options): Scripts {
	const before = `${limitsTable(rateLimits)}\nlocal publish = '${publish}'\n${read("prelude")}`;
	return Object.fromEntries(actNames.map((name) => [name, `${before}\n${read(name)}`])) as Scripts;
}

function limitsTable(rateLimits: boolean): string {
	const rate = (perSecond: number, burst: number) => `{ intervalMs = ${1000 / perSecond}, burst = ${burst} }`;
	const fields = {
		rates: rateLimits,
		messages: rate(limits.messages.perSecond, limits.messages.burst),
		signals: rate(limits.signals.perSecond, limits.signals.burst),
		joins: rate(limits.joinsPerMinute / 60, limits.joinsPerMinute),
		invites: limits.invitesPerRoom,
		knocks: rate(limits.knocksPerMinute / 60, limits.knocksPerMinute),
		roomEvents: limits.roomEvents,
		roomBytes: limits.roomBytes,
		streamsPerMember: limits.streamsPerMember,
		leaseMs: limits.leaseMs,
		seatMs: limits.seatMs,
		lifeMs: limits.ttlSeconds.most * 1000,
	};
	const pairs = Object.entries(fields).map(([name, value]) => `${name} = ${value}`);
	return `local limits = { ${pairs.join(", ")} }`;
}

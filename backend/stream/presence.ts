/** Who is online, as far as one stream was told. */
export type Presence = {
	/** Notes one word about a member. @returns whether it is news */
	note(memberId: string, online: boolean): boolean;
	/** Whoever joined or left anew is told of anew. */
	forget(memberId: string): void;
	/** Notes everyone who is online now. @returns what is news */
	settle(onlineNow: string[]): { memberId: string; online: boolean }[];
};

export function createPresence(): Presence {
	let online = new Set<string>();
	return {
		note(memberId, isOnline) {
			if (online.has(memberId) === isOnline) return false;
			if (isOnline) online.add(memberId);
			else online.delete(memberId);
			return true;
		},
		forget(memberId) {
			online.delete(memberId);
		},
		settle(onlineNow) {
			const before = online;
			online = new Set(onlineNow);
			return [
				...[...before].filter((id) => !online.has(id)).map((memberId) => ({ memberId, online: false })),
				...[...online].filter((id) => !before.has(id)).map((memberId) => ({ memberId, online: true })),
			];
		},
	};
}

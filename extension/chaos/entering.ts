import { setTimeout as wait } from "node:timers/promises";
import { encodeBase64url } from "../crypto/base64url.ts";
import { linkOf } from "../hub/entrance.ts";
import type { Outcome } from "../hub/rooms.ts";
import type { ChaosPerson } from "./people.ts";
import type { Act } from "./plan.ts";

/** The ways into the room: by its own link, and by those that were made for one person. */
export type Entry = {
	/** The link to do it with; undefined while nobody has made the invite that it is about. */
	linkFor(act: Act): string | undefined;
	/** Hears what came of it: one more invite, perhaps. */
	done(act: Act, outcome: Outcome): void;
	/** Tries to come in until that is done, or will never be. */
	enter(person: ChaosPerson, act: Act): Promise<void>;
	/** The keys of all invites that were made. */
	keys(): string[];
};

/** How often somebody tries to come in, and how long they wait between two tries, ms. */
const tries = { byLink: 8, knocking: 14, apartMs: 150 };
/** Before every so manieth try it is knocked: nobody may have heard the knock before. */
const knockEvery = 4;

const refusals: ReadonlySet<string> = new Set(["room-full", "room-not-found", "room-locked", "invite-spent"]);
const isRefused = (outcome: Outcome): boolean => !outcome.ok && refusals.has(outcome.code);

/** @param roomLink the link that everybody has, once there is a room */
export function createEntry(roomLink: () => string): Entry {
	const invites = new Map<string, string>();

	function linkFor(act: Act): string | undefined {
		return "invite" in act && act.type !== "make-invite" && act.invite !== undefined
			? invites.get(act.invite)
			: roomLink();
	}

	async function byLink(person: ChaosPerson, act: Act): Promise<void> {
		for (let tried = 0; tried < tries.byLink; tried++) {
			const link = linkFor(act);
			const outcome = link === undefined ? null : await person.act(act, link);
			if (outcome?.ok || (outcome && isRefused(outcome))) return;
			await wait(tries.apartMs);
		}
	}

	/** As the screen of whoever waits does it: knocks now and then, and tries to come in all the while. */
	async function knocking(person: ChaosPerson): Promise<void> {
		for (let tried = 0; tried < tries.knocking; tried++) {
			if (tried % knockEvery === 0) await person.act({ type: "knock" }, roomLink());
			const outcome = await person.act({ type: "join" }, roomLink());
			if (outcome.ok || (isRefused(outcome) && outcome.code !== "room-locked")) return;
			await wait(tries.apartMs);
		}
	}

	return {
		linkFor,
		done(act, outcome) {
			if (act.type === "make-invite" && outcome.ok && outcome.link) invites.set(act.invite, outcome.link);
		},
		enter: (person, act) => (act.type === "knock" ? knocking(person) : byLink(person, act)),
		keys: () => [...invites.values()].flatMap((link) => linkOf(link).invite ?? []).map(encodeBase64url),
	};
}

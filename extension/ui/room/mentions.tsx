import { createContext, use } from "react";
import type { Person } from "../../room/state.ts";

type Known = { personOf: (memberId: string) => Person | undefined; me: string };

const People = createContext<Known>({ personOf: () => undefined, me: "" });
const Mentioned = createContext<readonly string[] | undefined>(undefined);

/** Stands around a log: whose names there are. */
export const MentionablePeople = People.Provider;

/** Stands around the words of a message: the memberIds of those whom they name. */
export const MentionedPeople = Mentioned.Provider;

/** Plain words, with the names of those who are mentioned in them set apart; mine more than others'. */
export function PlainText({ source }: { source: string }) {
	const mentioned = use(Mentioned);
	const { personOf, me } = use(People);
	if (!mentioned || !source.includes("@")) return source;
	// Where two have one name, it is mine if I am meant.
	const mine = new Map<string, boolean>();
	for (const memberId of mentioned) {
		const name = personOf(memberId)?.name;
		if (name) mine.set(`@${name}`, memberId === me || mine.get(`@${name}`) === true);
	}
	if (mine.size === 0) return source;
	return source.split(anyOf([...mine.keys()])).map((words, at) =>
		// Split by a pattern with a group: every second piece is a name.
		at % 2 === 0 ? (
			words
		) : (
			<span key={at.toString()} className={mine.get(words) ? "mention me" : "mention"}>
				{words}
			</span>
		),
	);
}

/** The longest first, and none that is the beginning of another word. */
function anyOf(names: readonly string[]): RegExp {
	const sources = names
		.toSorted((one, other) => other.length - one.length)
		.map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
	return new RegExp(`(${sources.join("|")})(?![\\p{L}\\p{N}])`, "u");
}

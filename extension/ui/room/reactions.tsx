import { createContext, use } from "react";
import type { Reaction } from "../../room/state.ts";
import { t } from "../words.ts";

/** Somebody's name; null is me. By context: of a thousand rows only those with reactions follow the names. */
export const Names = createContext<(memberId: string) => string | null>(() => null);

/** More kinds than these are not shown: nobody fills the room with them. */
const mostShown = 24;

type ReactionsProps = {
	reactions: readonly Reaction[];
	/** Its buttons are in the tab order. */
	reachable: boolean;
	onReact: (emoji: string) => void;
};

/** The emoji beside a message, with how many put each there. A press adds mine or takes it away. */
export function Reactions({ reactions, reachable, onReact }: ReactionsProps) {
	const nameOf = use(Names);
	const list = new Intl.ListFormat(t("language.tag"), { type: "conjunction" });
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset has looks of its own
		<div className="reactions" role="group" aria-label={t("log.reactions")} aria-live="off">
			{reactions.slice(0, mostShown).map(({ emoji, members }) => {
				const names = members.map(nameOf);
				const others = names.filter((name) => name !== null);
				const mine = others.length < names.length;
				const by = list.format(mine ? [...others, t("log.amongThem")] : others);
				return (
					<button
						key={emoji}
						type="button"
						className="reaction"
						aria-pressed={mine}
						aria-label={t("log.reaction", { emoji, count: members.length, names: by })}
						title={by}
						tabIndex={reachable ? undefined : -1}
						onClick={({ currentTarget }) => {
							// With its last one it goes: the focus stays with the message.
							if (mine && others.length === 0) currentTarget.closest("article")?.focus({ preventScroll: true });
							onReact(emoji);
						}}
					>
						<span className="emoji" aria-hidden="true">
							{emoji}
						</span>
						{members.length}
					</button>
				);
			})}
		</div>
	);
}

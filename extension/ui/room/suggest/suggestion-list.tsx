import { useEffect } from "react";
import { useAnnounce } from "../../kit/announcer.tsx";
import { Fly } from "../../kit/mark.tsx";
import { t } from "../../words.ts";
import type { Suggestion, Suggestions } from "./use-suggestions.ts";

/** Stands over the end of the messages while there is something to choose. */
export function SuggestionList({ kind, options, active, listId, optionId, choose }: Suggestions) {
	const announce = useAnnounce();
	const count = options.length;
	const label = kind === "emoji" ? t("suggest.emoji") : t("general.people");
	useEffect(() => announce(t("suggest.count", { count })), [announce, count]);
	return (
		<div className="suggestions" role="listbox" id={listId} aria-label={label}>
			{options.map((option, at) => (
				// biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and points at it
				// biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's
				<div
					key={option.key}
					id={optionId(at)}
					role="option"
					aria-selected={at === active}
					// The box keeps the focus, and a phone its keyboard.
					onPointerDown={(down) => down.preventDefault()}
					onClick={() => choose(option)}
				>
					<Option option={option} />
				</div>
			))}
		</div>
	);
}

function Option({ option }: { option: Suggestion }) {
	if (option.kind === "mention") {
		const { order, name } = option.person;
		return (
			<>
				<Fly order={order} mine={false} />
				<bdi className="truncate">{name}</bdi>
			</>
		);
	}
	return (
		<>
			<span className="emoji">{option.emoji}</span> <span className="truncate">:{option.name}:</span>
		</>
	);
}

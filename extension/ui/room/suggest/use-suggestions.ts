import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from "react";
import type { Person } from "../../../room/state.ts";
import { fold } from "../find/folded.ts";
import { emojiNameAt, type Trigger, triggerAt } from "./trigger.ts";

/** What may stand in the place of what is being typed. */
export type Suggestion =
	| { kind: "emoji"; key: string; emoji: string; name: string; words: string }
	| { kind: "mention"; key: string; person: Person; words: string };

export type Suggestions = {
	kind: Trigger["kind"];
	options: readonly Suggestion[];
	/** Place of the one that `Enter` takes. */
	active: number;
	listId: string;
	optionId: (at: number) => string;
	choose: (option: Suggestion) => void;
};

/** More are not shown: another letter brings the right ones nearer. */
const most = 6;

/** The table is loaded with the first emoji that is typed by name. */
const loadEmoji = () => import("./emoji-table.ts");

const nothing: readonly Suggestion[] = [];

/**
 * Finishes what is typed: `:wa` to an emoji, `@` to somebody who is here. While the list is open `↑ ↓` go through it,
 * `Enter` and `Tab` take the one that is marked, `Esc` closes it. The focus stays in the box.
 */
export function useSuggestions(options: {
	box: RefObject<HTMLTextAreaElement | null>;
	text: string;
	/** Whom one can mention. */
	people: readonly Person[];
}): {
	shown: Suggestions | null;
	/** Call when the caret may have moved. */
	look: () => void;
	/** True when the key was meant for the list. */
	press: (key: KeyboardEvent) => boolean;
} {
	const { box, text, people } = options;
	const listId = useId();
	const [caret, setCaret] = useState(0);
	const [chosen, setChosen] = useState<{ for: string; at: number } | null>(null);
	const [closed, setClosed] = useState<string | null>(null);
	const trigger = triggerAt(text, caret);
	const typed = trigger && `${trigger.start}${trigger.kind}${trigger.query}`;
	const emojis = useEmoji(trigger?.kind === "emoji" ? trigger.query : null);
	const found = !trigger ? nothing : trigger.kind === "emoji" ? emojis : peopleNamed(people, trigger.query);
	const active = chosen?.for === typed ? Math.min(chosen.at, found.length - 1) : 0;
	const isOpen = trigger !== null && found.length > 0 && closed !== typed;
	useNamedEmoji(box, text, caret);

	const choose = (option: Suggestion) => {
		if (box.current && trigger) replace(box.current, trigger.start, caret, `${option.words} `);
	};

	return {
		shown: isOpen
			? { kind: trigger.kind, options: found, active, listId, optionId: (at) => `${listId}-${at}`, choose }
			: null,
		look: () => setCaret(box.current?.selectionEnd ?? 0),
		press(key) {
			const option = found[active];
			if (!isOpen || !option || key.shiftKey || key.altKey || key.ctrlKey || key.metaKey) return false;
			const step = { ArrowDown: 1, ArrowUp: -1 }[key.key];
			if (step !== undefined) setChosen({ for: typed ?? "", at: (active + step + found.length) % found.length });
			else if (key.key === "Enter" || key.key === "Tab") choose(option);
			else if (key.key === "Escape") setClosed(typed);
			else return false;
			key.preventDefault();
			return true;
		},
	};
}

/** Types it there, as a person would: whoever listens to the box hears of it. */
function replace(box: HTMLTextAreaElement, from: number, to: number, words: string): void {
	box.focus();
	box.setRangeText(words, from, to, "end");
	box.dispatchEvent(new Event("input", { bubbles: true }));
}

function useEmoji(query: string | null): readonly Suggestion[] {
	const [found, setFound] = useState<{ query: string; options: readonly Suggestion[] } | null>(null);
	useEffect(() => {
		if (query === null) return;
		let isWanted = true;
		loadEmoji().then(
			({ findEmoji }) => {
				const options = findEmoji(query, most).map(
					({ emoji, name }): Suggestion => ({ kind: "emoji", key: emoji, emoji, name, words: emoji }),
				);
				if (isWanted) setFound({ query, options });
			},
			// Without the table what is typed stays as it is.
			() => {},
		);
		return () => {
			isWanted = false;
		};
	}, [query]);
	// Until those of the next letter are there the last ones stand: the list does not flicker.
	return query === null ? nothing : (found?.options ?? nothing);
}

/** Puts the emoji in the place of its name once the second colon is typed. */
function useNamedEmoji(box: RefObject<HTMLTextAreaElement | null>, text: string, caret: number): void {
	useEffect(() => {
		const named = emojiNameAt(text, caret);
		if (!named) return;
		let isWanted = true;
		loadEmoji().then(
			({ emojiNamed }) => {
				const emoji = emojiNamed(named.name);
				if (isWanted && emoji && box.current?.value === text) replace(box.current, named.start, caret, emoji);
			},
			() => {},
		);
		return () => {
			isWanted = false;
		};
	}, [box, text, caret]);
}

function peopleNamed(people: readonly Person[], query: string): readonly Suggestion[] {
	const wanted = fold(query);
	return people
		.filter(
			({ name }) =>
				name !== null &&
				fold(name)
					.split(" ")
					.some((_, at, words) => words.slice(at).join(" ").startsWith(wanted)),
		)
		.slice(0, most)
		.map((person) => ({ kind: "mention", key: person.memberId, person, words: `@${person.name}` }));
}

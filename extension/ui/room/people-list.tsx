import { ShieldCheck, UserMinus } from "lucide-react";
import { useRef } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import type { Person } from "../../room/state.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { Fly } from "../kit/mark.tsx";
import { t } from "../words.ts";
import { isStarter, nameOf, peopleHere } from "./people-words.ts";
import { useFocusRescue } from "./use-focus-rescue.ts";

type PeopleListProps = { room: LiveRoom; onRemove: (person: Person) => void };

/** Who holds a seat: me first. Whoever started the room may take a seat away. */
export function PeopleList({ room, onRemove }: PeopleListProps) {
	const list = useRef<HTMLUListElement>(null);
	const mayRemove = isStarter(room.people, room.me);
	return (
		<ul className="people" aria-label={t("general.people")} ref={list} tabIndex={-1}>
			{peopleHere(room.people, room.me).map((person) => {
				const mine = person.memberId === room.me;
				return (
					<li key={person.memberId}>
						<Fly order={person.order} mine={mine} />
						<div className="grow">
							<p className="name">{nameOf(person)}</p>
							<PersonState mine={mine} online={person.online} compared={!mine && person.memberId in room.compared} />
						</div>
						{mayRemove && !mine && <RemoveButton name={nameOf(person)} list={list} onPress={() => onRemove(person)} />}
					</li>
				);
			})}
		</ul>
	);
}

const states = {
	plain: { here: "people.here", away: "people.away" },
	compared: { here: "people.hereCompared", away: "people.awayCompared" },
} as const;

function PersonState({ mine, online, compared }: { mine: boolean; online: boolean; compared: boolean }) {
	return (
		<p className={compared ? "meta ok" : "meta"}>
			{compared && <Icon of={ShieldCheck} small />}
			{t(mine ? "general.you" : states[compared ? "compared" : "plain"][online ? "here" : "away"])}
		</p>
	);
}

type RemoveButtonProps = { name: string; list: { current: HTMLElement | null }; onPress: () => void };

/** It goes with the person: the list then has the focus. */
function RemoveButton({ name, list, onPress }: RemoveButtonProps) {
	const button = useRef<HTMLButtonElement>(null);
	useFocusRescue(button, list);
	return (
		<Button
			quiet
			square
			aria-haspopup="dialog"
			aria-label={t("people.remove", { name })}
			ref={button}
			onClick={onPress}
		>
			<Icon of={UserMinus} />
		</Button>
	);
}

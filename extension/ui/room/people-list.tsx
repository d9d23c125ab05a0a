import { UserMinus } from "lucide-react";
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
							<p className="meta">{t(mine ? "general.you" : person.online ? "people.here" : "people.away")}</p>
						</div>
						{mayRemove && !mine && <RemoveButton name={nameOf(person)} list={list} onPress={() => onRemove(person)} />}
					</li>
				);
			})}
		</ul>
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

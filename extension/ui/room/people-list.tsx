import { KeyRound, type LucideIcon, ShieldCheck, UserMinus } from "lucide-react";
import { useRef } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { isStarter } from "../../room/starter.ts";
import type { Person } from "../../room/state.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { Fly } from "../kit/mark.tsx";
import { t } from "../words.ts";
import { nameOf, peopleHere } from "./people-words.ts";
import { useFocusRescue } from "./use-focus-rescue.ts";

type PeopleListProps = {
	room: LiveRoom;
	onRemove: (person: Person) => void;
	onHandOver: (person: Person) => void;
};

/** Who holds a seat: me first. The starter may take a seat away, and make somebody else the starter. */
export function PeopleList({ room, onRemove, onHandOver }: PeopleListProps) {
	const list = useRef<HTMLUListElement>(null);
	const mayAct = isStarter(room);
	return (
		<ul className="people" aria-label={t("general.people")} ref={list} tabIndex={-1}>
			{peopleHere(room.people, room.me).map((person) => {
				const mine = person.memberId === room.me;
				return (
					<li key={person.memberId}>
						<Fly order={person.order} mine={mine} />
						<div className="grow">
							<p className="name">{nameOf(person)}</p>
							<PersonState
								mine={mine}
								online={person.online}
								compared={!mine && person.memberId in room.compared}
								starter={person.memberId === room.starter}
							/>
						</div>
						{mayAct && !mine && person.name !== null && (
							<PersonButton
								label={t("people.handOver", { name: person.name })}
								icon={KeyRound}
								list={list}
								onPress={() => onHandOver(person)}
							/>
						)}
						{mayAct && !mine && (
							<PersonButton
								label={t("people.remove", { name: nameOf(person) })}
								icon={UserMinus}
								list={list}
								onPress={() => onRemove(person)}
							/>
						)}
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

type PersonStateProps = { mine: boolean; online: boolean; compared: boolean; starter: boolean };

function PersonState({ mine, online, compared, starter }: PersonStateProps) {
	const state = t(mine ? "general.you" : states[compared ? "compared" : "plain"][online ? "here" : "away"]);
	return (
		<p className={compared ? "meta ok" : "meta"}>
			{compared && <Icon of={ShieldCheck} small />}
			{starter ? t("people.starter", { state }) : state}
		</p>
	);
}

type PersonButtonProps = {
	label: string;
	icon: LucideIcon;
	list: { current: HTMLElement | null };
	onPress: () => void;
};

/** It goes with the person, or with the right to press it: the list then has the focus. */
function PersonButton({ label, icon, list, onPress }: PersonButtonProps) {
	const button = useRef<HTMLButtonElement>(null);
	useFocusRescue(button, list);
	return (
		<Button quiet square aria-haspopup="dialog" aria-label={label} ref={button} onClick={onPress}>
			<Icon of={icon} />
		</Button>
	);
}

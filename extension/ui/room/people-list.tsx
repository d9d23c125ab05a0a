import type { LiveRoom } from "../../hub/rooms.ts";
import { Fly } from "../kit/mark.tsx";
import { t } from "../words.ts";
import { nameOf, peopleHere } from "./people-words.ts";

/** Who holds a seat: me first. */
export function PeopleList({ room }: { room: LiveRoom }) {
	return (
		<ul className="people" aria-label={t("general.people")}>
			{peopleHere(room.people, room.me).map((person) => {
				const mine = person.memberId === room.me;
				return (
					<li key={person.memberId}>
						<Fly order={person.order} mine={mine} />
						<div className="grow">
							<p className="name">{nameOf(person)}</p>
							<p className="meta">{t(mine ? "general.you" : person.online ? "people.here" : "people.away")}</p>
						</div>
					</li>
				);
			})}
		</ul>
	);
}

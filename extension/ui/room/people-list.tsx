import type { LiveRoom } from "../../hub/rooms.ts";
import { Fly } from "../kit/mark.tsx";
import { nameOf, peopleHere } from "./people-words.ts";

/** Who holds a seat: me first. */
export function PeopleList({ room }: { room: LiveRoom }) {
	return (
		<ul className="people" aria-label="People">
			{peopleHere(room.people, room.me).map((person) => {
				const mine = person.memberId === room.me;
				return (
					<li key={person.memberId}>
						<Fly order={person.order} mine={mine} />
						<div className="grow">
							<p className="name">{nameOf(person)}</p>
							<p className="meta">{mine ? "You" : person.online ? "Here" : "Away"}</p>
						</div>
					</li>
				);
			})}
		</ul>
	);
}

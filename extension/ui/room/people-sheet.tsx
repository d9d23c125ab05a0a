import { LogOut, UserPlus } from "lucide-react";
import type { ReactNode } from "react";
import type { FailureCode, LiveRoom } from "../../hub/rooms.ts";
import type { Person } from "../../room/state.ts";
import { failureWords } from "../error-words.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { Alert } from "../kit/notice.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { t } from "../words.ts";
import { FindButton } from "./find/find-button.tsx";
import { PanelButton } from "./panel-button.tsx";
import { PeopleList } from "./people-list.tsx";
import { peopleHere, seatsFree } from "./people-words.ts";
import { RoomFacts } from "./room-facts.tsx";
import type { Extending } from "./use-extend.ts";
import type { Locking } from "./use-lock.ts";

type PeopleSheetProps = {
	room: LiveRoom;
	extending: Extending;
	locking: Locking;
	/** Why what was asked for last came to nothing: the room that says so lies beneath. */
	failure: FailureCode | null;
	onRemove: (person: Person) => void;
	onHandOver: (person: Person) => void;
	onCompare: () => void;
	onClose: () => void;
	onInvite: () => void;
	onFind: () => void;
	onLeave: () => void;
	onDestroy: () => void;
	onOpenPanel: (() => void) | undefined;
	/** What others may see, where that is chosen here. */
	showing: ReactNode;
};

/** Who is here and how long the room has. Inviting comes first while a seat is free. */
export function PeopleSheet(props: PeopleSheetProps) {
	const {
		room,
		extending,
		locking,
		failure,
		onRemove,
		onHandOver,
		onCompare,
		onClose,
		onInvite,
		onFind,
		onLeave,
		onDestroy,
		onOpenPanel,
	} = props;
	const here = peopleHere(room.people, room.me).length;
	return (
		<Sheet title={t("general.people")} onClose={onClose}>
			<Button lit={here < room.capacity && !room.locked} full onClick={onInvite}>
				<Icon of={UserPlus} />
				{t("people.invite")}
			</Button>
			<p className="label soft text-center -mt-2">
				{room.locked ? t("people.nobodyNew") : seatsFree(room.capacity, here)}
			</p>
			{failure && <Alert>{failureWords(failure, "change", room.server)}</Alert>}
			<PeopleList room={room} onRemove={onRemove} onHandOver={onHandOver} />
			<RoomFacts room={room} extending={extending} locking={locking} onCompare={onCompare} />
			<FindButton onFind={onFind} />
			{props.showing && <div>{props.showing}</div>}
			<PanelButton onOpen={onOpenPanel} />
			<div className="pair pt-1">
				<Button onClick={onLeave}>
					<Icon of={LogOut} />
					{t("people.leave")}
				</Button>
				<Button className="text-danger" onClick={onDestroy}>
					{t("header.destroy")}
				</Button>
			</div>
		</Sheet>
	);
}

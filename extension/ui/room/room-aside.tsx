import { LogOut } from "lucide-react";
import type { ReactNode } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import type { Person } from "../../room/state.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { ShareLink } from "../kit/share-link.tsx";
import { t } from "../words.ts";
import { FindButton } from "./find/find-button.tsx";
import { PanelButton } from "./panel-button.tsx";
import { PeopleList } from "./people-list.tsx";
import { inviteWords } from "./people-words.ts";
import { RoomFacts } from "./room-facts.tsx";
import { SingleLinks } from "./single-links.tsx";
import type { Extending } from "./use-extend.ts";
import type { Inviting } from "./use-inviting.ts";
import type { Locking } from "./use-lock.ts";

type RoomAsideProps = {
	room: LiveRoom;
	extending: Extending;
	locking: Locking;
	inviting: Inviting;
	onRemove: (person: Person) => void;
	onHandOver: (person: Person) => void;
	onCompare: () => void;
	onFind: () => void;
	onLeave: () => void;
	onOpenPanel: (() => void) | undefined;
	/** What others may see. */
	showing: ReactNode;
};

/** Beside the talk where there is room for it, on the web page: people and the link stay in sight. */
export function RoomAside(props: RoomAsideProps) {
	const { room, extending, locking, inviting, onRemove, onHandOver, onCompare, onFind, onLeave, onOpenPanel, showing } =
		props;
	return (
		<aside className="aside" aria-label={t("facts.aside")}>
			<h2 className="title">{t("general.people")}</h2>
			<PeopleList room={room} onRemove={onRemove} onHandOver={onHandOver} />
			<RoomFacts room={room} extending={extending} locking={locking} onCompare={onCompare} />
			<FindButton onFind={onFind} />
			<h2 className="title">{t("people.invite")}</h2>
			<p className="label soft">
				{inviteWords(room)} {t("link.reach")}
			</p>
			<ShareLink link={room.link} qr="none" />
			<SingleLinks room={room} inviting={inviting} />
			<PanelButton onOpen={onOpenPanel} />
			<div>{showing}</div>
			<Button quiet className="justify-self-start -ms-3.5" onClick={onLeave}>
				<Icon of={LogOut} />
				{t("people.leave")}
			</Button>
		</aside>
	);
}

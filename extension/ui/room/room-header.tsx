import { ChevronDown } from "lucide-react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { Fly, Mark } from "../kit/mark.tsx";
import { Sky } from "../kit/sky.tsx";
import { isLastMinute, lifeLeft, useTimeLeft } from "../kit/time-left.ts";
import { Timer } from "../kit/timer.tsx";
import { t } from "../words.ts";
import { peopleHere } from "./people-words.ts";
import type { Hold } from "./use-hold.ts";

type RoomHeaderProps = {
	room: LiveRoom;
	/** The web page knows one room: its name is plain text there. */
	onRooms: (() => void) | null;
	/** Another room has messages nobody here has read. */
	newsElsewhere: boolean;
	onPeople: () => void;
	hold: Hold;
};

/** Name, time, people and Destroy, over the line of light. */
export function RoomHeader({ room, onRooms, newsElsewhere, onPeople, hold }: RoomHeaderProps) {
	const left = useTimeLeft(room.expiresAt, room.clock);
	const here = peopleHere(room.people, room.me);
	return (
		<Sky life={lifeLeft(left, room.createdAt, room.expiresAt)} lastMinute={isLastMinute(left)}>
			<h1 className="hidden-visually">{room.name}</h1>
			<div className="room-header">
				<div className="row flex-nowrap gap-1 min-w-0">
					{onRooms ? (
						<RoomsButton name={room.name} news={newsElsewhere} onPress={onRooms} />
					) : (
						<>
							<span className="brand wide-only me-2">
								<Mark />
							</span>
							<span className="room-name ps-2" aria-hidden="true">
								<span>{room.name}</span>
							</span>
						</>
					)}
				</div>
				<Timer leftMs={left} />
				<div className="room-actions">
					<Button
						quiet
						className={onRooms ? "people-button" : "people-button narrow-only"}
						aria-haspopup="dialog"
						aria-label={t("header.people", { here: here.length, capacity: room.capacity })}
						onClick={onPeople}
					>
						<span className="flies">
							{[...here.slice(1), ...here.slice(0, 1)].map((person) => (
								<Fly
									key={person.memberId}
									order={person.order}
									mine={person.memberId === room.me}
									away={!person.online && person.memberId !== room.me}
								/>
							))}
						</span>
						<span>{here.length}</span>
					</Button>
					<Button
						small
						className="destroy-button"
						aria-haspopup="dialog"
						aria-label={t("header.destroy")}
						title={t("header.destroyHint")}
						{...hold.props}
					>
						<span>{t("header.destroyShort")}</span>
					</Button>
				</div>
			</div>
		</Sky>
	);
}

function RoomsButton({ name, news, onPress }: { name: string; news: boolean; onPress: () => void }) {
	return (
		<Button
			quiet
			className="room-name px-1.5"
			aria-haspopup="dialog"
			aria-label={t(news ? "header.switchRoomNews" : "header.switchRoom", { room: name })}
			onClick={onPress}
		>
			<span>{name}</span>
			<span className="chevron">
				<Icon of={ChevronDown} small />
				{news && <i className="dot" />}
			</span>
		</Button>
	);
}

import type { InvitedRoom, LiveRoom, RoomSnapshot } from "../../hub/rooms.ts";
import { knocksFor } from "../../room/starter.ts";
import { t } from "../words.ts";
import { Daylight, lifeStyle } from "./sky.tsx";
import { formatTimeLeft, isLastMinute, lifeLeft, useTimeLeft } from "./time-left.ts";

/** Rooms that are not over: those that a list shows. */
export function openRooms(rooms: readonly RoomSnapshot[]): (LiveRoom | InvitedRoom)[] {
	return rooms.filter((room) => room.phase !== "ended");
}

type RoomListProps = {
	rooms: readonly (LiveRoom | InvitedRoom)[];
	/** The room this surface shows. */
	open: string | null;
	onChoose: (roomId: string) => void;
};

/** Rooms on the sky; the line below each is the time it has left. Stands inside a `.sky.list`. */
export function RoomList({ rooms, open, onChoose }: RoomListProps) {
	return (
		<ul aria-label={t("general.rooms")}>
			{rooms.map((room) => {
				const row = { current: room.roomId === open, onChoose: () => onChoose(room.roomId) };
				return (
					<li key={room.roomId}>
						{room.phase === "live" ? <LiveRow room={room} {...row} /> : <InvitedRow room={room} {...row} />}
					</li>
				);
			})}
		</ul>
	);
}

type RowProps<Room> = { room: Room; current: boolean; onChoose: () => void };

function LiveRow({ room, current, onChoose }: RowProps<LiveRoom>) {
	const left = useTimeLeft(room.expiresAt, room.clock);
	const time = formatTimeLeft(left);
	const count = room.unreadCount > 99 ? "99+" : String(room.unreadCount);
	return (
		<button
			className="room-row"
			type="button"
			style={lifeStyle(lifeLeft(left, room.createdAt, room.expiresAt))}
			data-last-minute={isLastMinute(left) || undefined}
			aria-current={current || undefined}
			onClick={onChoose}
		>
			<span className="grid grid-cols-1 min-w-0">
				<span className="name">
					<span className="truncate">{room.name}</span>{" "}
					{room.unreadCount > 0 && (
						<span className="count">
							<span aria-hidden="true">{count}</span>
							<span className="hidden-visually">{t("rooms.new", { count })}</span>
						</span>
					)}
				</span>{" "}
				<span className="who">{company(room)}</span>
			</span>{" "}
			<span className="left">
				<span aria-hidden="true">{time}</span>
				<span className="hidden-visually">{t("time.left", { time })}</span>
			</span>
			<Daylight />
		</button>
	);
}

function InvitedRow({ room, current, onChoose }: RowProps<InvitedRoom>) {
	return (
		<button className="room-row" type="button" aria-current={current || undefined} onClick={onChoose}>
			<span className="grid grid-cols-1 min-w-0">
				<span className="name">
					<span className="truncate">{room.name}</span>
				</span>{" "}
				<span className="who">{t("rooms.notJoined")}</span>
			</span>
		</button>
	);
}

/** "Someone is knocking", "Only you", "Pale Wren and you", "3 people". */
function company(room: LiveRoom): string {
	if (knocksFor(room).length > 0) return t("rooms.knocking");
	const here = room.people.filter((person) => person.here);
	const other = here.find((person) => person.memberId !== room.me);
	if (!other) return t("rooms.onlyYou");
	return here.length === 2 && other.name
		? t("rooms.oneAndYou", { name: other.name })
		: t("rooms.people", { count: here.length });
}

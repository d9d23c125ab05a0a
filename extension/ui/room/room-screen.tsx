import { useCallback, useEffect, useRef, useState } from "react";
import type { Bytes } from "../../crypto/bytes.ts";
import type { FailureCode, Intent, LiveRoom, Outcome, Rooms, RoomsSnapshot } from "../../hub/rooms.ts";
import { ErrandNotice } from "../errand-notice.tsx";
import { failureWords } from "../error-words.ts";
import { FilesProvider } from "../files/files-context.ts";
import { useRoomFiles } from "../files/use-room-files.ts";
import { useAnnounce } from "../kit/announcer.tsx";
import { Alert } from "../kit/notice.tsx";
import { Surface } from "../kit/surface.tsx";
import type { Platform } from "../platform.ts";
import { ShowingSettings } from "../settings/showing-settings.tsx";
import { t } from "../words.ts";
import { Announcements } from "./announcements.tsx";
import { Composer } from "./composer.tsx";
import { ConnectionBand } from "./connection-band.tsx";
import { EventRow } from "./event-row.tsx";
import { KnockBand } from "./knock-band.tsx";
import { LastMinuteLine } from "./last-minute-line.tsx";
import { type LogHandle, MessageLog } from "./message-log.tsx";
import { Nightfall } from "./nightfall.tsx";
import { NotifyQuestion } from "./notify-question.tsx";
import { RoomAside } from "./room-aside.tsx";
import { RoomHeader } from "./room-header.tsx";
import { type Over, RoomOverlays, type Upper } from "./room-overlays.tsx";
import { useDraftTarget } from "./use-draft-target.ts";
import { addedSeconds, useExtend } from "./use-extend.ts";
import { useHold } from "./use-hold.ts";
import { useInviteErrand } from "./use-invite-errand.ts";
import { useInviting } from "./use-inviting.ts";
import { type Jump, useJump } from "./use-jump.ts";
import { useLock } from "./use-lock.ts";
import { useRoomKeys } from "./use-room-keys.ts";
import { WaitingAlone } from "./waiting-alone.tsx";
import { WritingLine } from "./writing-line.tsx";

type RoomScreenProps = { room: LiveRoom; snapshot: RoomsSnapshot; rooms: Rooms; platform: Platform; jump: Jump };

/** A room one is in. Give it the roomId as key: nothing of one room is left standing in another. */
export function RoomScreen({ room, snapshot, rooms, platform, jump }: RoomScreenProps) {
	const { roomId, me } = room;
	const [over, setOver] = useState<Over>(null);
	const [upper, setUpper] = useState<Upper>(null);
	const [failure, setFailure] = useState<FailureCode | null>(null);
	const announce = useAnnounce();
	const box = useRef<HTMLTextAreaElement>(null);
	const scroller = useRef<HTMLDivElement>(null);
	const log = useRef<LogHandle>(null);

	const act = useCallback(
		async (intent: Intent): Promise<Outcome> => {
			const outcome = await rooms.do(intent);
			setFailure(outcome.ok ? null : outcome.code);
			return outcome;
		},
		[rooms],
	);
	const extending = useExtend(room, () => act({ type: "extend", roomId, addSeconds: addedSeconds }));
	const locking = useLock(room, (locked) => act({ type: "lock", roomId, locked }));
	const inviting = useInviting(room, {
		make: () => act({ type: "make-invite", roomId }),
		withdraw: (id) => act({ type: "withdraw-invite", roomId, id }),
	});
	const hold = useHold({
		onPress: () => setOver("destroy"),
		onHeld: () => {
			void act({ type: "destroy", roomId }).then(({ ok }) => {
				if (!ok) hold.lift();
			});
		},
	});
	const { room: aimed, aim } = useDraftTarget(room, rooms);
	const openPicture = useCallback((id: string) => setUpper({ name: "picture", id }), []);
	const showOnce = useCallback((id: string, bytes: Bytes) => setUpper({ name: "once", id, bytes }), []);
	const files = useRoomFiles({ rooms, roomId, act, open: openPicture, showOnce });
	useInviteErrand(snapshot, room, rooms, () => setOver("invite"));
	useFirstFocus(box, scroller);
	const asking = over === "destroy" || over === "leave" || upper !== null;
	const find = useCallback(() => setOver("find"), []);
	useRoomKeys({ snapshot, rooms, asking, onFind: find });
	const goTo = useJump({ jump, room, log, onClose: () => setOver(null) });

	const web = platform.surface === "web";
	const onOpenPanel = platform.openPanel && (() => void platform.openPanel?.());
	// Where there are no Options.
	const showing = web && <ShowingSettings store={platform.settings} />;
	const alone = room.caughtUp && room.people.every((person) => person.memberId === me);
	const newsElsewhere = snapshot.rooms.some(
		(other) => other.phase === "live" && other.roomId !== roomId && other.unreadCount > 0,
	);
	return (
		<FilesProvider value={files}>
			<Surface room>
				<RoomHeader
					room={room}
					onRooms={web ? null : () => setOver("rooms")}
					newsElsewhere={newsElsewhere}
					onPeople={() => setOver("people")}
					hold={hold}
				/>
				<div className="columns">
					<main className="talk">
						<ConnectionBand room={room} rooms={rooms} next={box} />
						{platform.notifications && (
							<NotifyQuestion access={platform.notifications} settings={platform.settings} next={box} />
						)}
						{failure && (
							<div className="strip">
								<Alert>{failureWords(failure, "change", room.server)}</Alert>
							</div>
						)}
						{inviting.possible && (
							<KnockBand
								knocks={room.knocks}
								onAnswer={(id, letIn) => void act({ type: "answer-knock", roomId, id, letIn })}
								next={box}
							/>
						)}
						<ErrandNotice
							errand={snapshot.errand}
							rooms={rooms}
							server={room.server}
							onClosed={() => box.current?.focus()}
						/>
						<MessageLog
							room={room}
							rooms={rooms}
							handle={log}
							scroller={scroller}
							onLeave={() => box.current?.focus()}
							onFind={find}
							act={(intent) => void act(intent)}
							aim={aim}
							onUnsend={(id) => setUpper({ name: "unsend", id })}
							before={alone && <WaitingAlone link={room.link} beside={web} />}
							after={
								<>
									{room.withheld && <EventRow words={t("event.withheld")} caught />}
									<LastMinuteLine room={room} log={scroller} extending={extending} next={box} />
								</>
							}
						/>
						<WritingLine room={room} />
						<Composer
							room={aimed}
							aim={aim}
							rooms={rooms}
							frontPage={platform.frontPage}
							askForMicrophone={platform.askForMicrophone}
							box={box}
							onSent={() => log.current?.toEnd()}
							onLeave={() => log.current?.focusLast()}
						/>
					</main>
					{web && (
						<RoomAside
							room={room}
							extending={extending}
							locking={locking}
							inviting={inviting}
							onRemove={(person) => setUpper({ name: "remove", person })}
							onHandOver={(person) => setUpper({ name: "hand-over", person })}
							onCompare={() => setUpper({ name: "compare" })}
							onFind={find}
							onLeave={() => setOver("leave")}
							onOpenPanel={onOpenPanel}
							showing={showing}
						/>
					)}
				</div>
				<Announcements room={room} />
				<Nightfall phase={hold.phase} onLifted={hold.rest} />
				<RoomOverlays
					{...{
						room,
						snapshot,
						rooms,
						over,
						setOver,
						upper,
						setUpper,
						extending,
						locking,
						inviting,
						failure,
						onOpenPanel,
						showing,
					}}
					onGo={goTo}
					onLeave={() => void act({ type: "leave", roomId })}
					onDestroy={() => void act({ type: "destroy", roomId })}
					onCompared={(memberIds, matches) => {
						if (matches) announce(t("safety.matched"));
						void act({ type: "compare", roomId, memberIds, matches });
					}}
					onRemove={({ memberId }) => void act({ type: "remove", roomId, memberId })}
					onHandOver={({ memberId }) => void act({ type: "hand-over", roomId, memberId })}
					onUnsend={(to) => void act({ type: "act", roomId, act: { kind: "unsend", to } })}
				/>
			</Surface>
		</FilesProvider>
	);
}

/** A room opens ready to write in; under a finger that would bring up the keyboard, so the messages get the focus. */
function useFirstFocus(box: { current: HTMLElement | null }, log: { current: HTMLElement | null }): void {
	useEffect(() => {
		const target = matchMedia("(pointer: coarse)").matches ? log.current : box.current;
		target?.focus({ preventScroll: true });
	}, [box, log]);
}

import { type ReactNode, useCallback } from "react";
import type { Bytes } from "../../crypto/bytes.ts";
import type { FailureCode, LiveRoom, Rooms, RoomsSnapshot } from "../../hub/rooms.ts";
import { isStarter } from "../../room/starter.ts";
import type { Person } from "../../room/state.ts";
import { OnceSheet } from "../files/once-sheet.tsx";
import { OpenedPicture } from "../files/opened-picture.tsx";
import { whenLoaded } from "../kit/when-loaded.tsx";
import { InviteSheet } from "./invite-sheet.tsx";
import { PeopleSheet } from "./people-sheet.tsx";
import { peopleHere } from "./people-words.ts";
import { AskDestroy, AskHandOver, AskLeave, AskRemove, AskUnsend } from "./room-questions.tsx";
import { RoomsSheet } from "./rooms-sheet.tsx";
import { SafetySheet } from "./safety-sheet.tsx";
import type { Extending } from "./use-extend.ts";
import type { Inviting } from "./use-inviting.ts";
import type { Locking } from "./use-lock.ts";

/** What lies over the room, if anything. */
export type Over = "rooms" | "people" | "invite" | "find" | "leave" | "destroy" | null;

/** What lies over that, or over the people and messages beside it, and leads back there. */
export type Upper =
	| { name: "remove" | "hand-over"; person: Person }
	| { name: "unsend"; id: string }
	| { name: "compare" }
	| { name: "picture"; id: string }
	| { name: "once"; id: string; bytes: Bytes }
	| null;

type RoomOverlaysProps = {
	room: LiveRoom;
	snapshot: RoomsSnapshot;
	rooms: Rooms;
	over: Over;
	setOver: (over: Over) => void;
	upper: Upper;
	setUpper: (upper: Upper) => void;
	extending: Extending;
	locking: Locking;
	inviting: Inviting;
	failure: FailureCode | null;
	onLeave: () => void;
	onDestroy: () => void;
	onRemove: (person: Person) => void;
	onHandOver: (person: Person) => void;
	onCompared: (memberIds: readonly string[], matches: boolean) => void;
	onUnsend: (id: string) => void;
	/** To a message of this room, or of another. */
	onGo: (roomId: string, key: string) => void;
	onOpenPanel: (() => void) | undefined;
	/** What others may see, where that is chosen here. */
	showing: ReactNode;
};

const FindSheet = whenLoaded(() => import("./find/find-sheet.tsx").then((module) => module.FindSheet));

/** The sheets and questions of a room. An answer closes them. */
export function RoomOverlays(props: RoomOverlaysProps) {
	const { room, snapshot, rooms, over, setOver, upper, setUpper, extending, locking, inviting, failure, onOpenPanel } =
		props;
	const here = peopleHere(room.people, room.me).length;
	const close = () => setOver(null);
	const closeUpper = useCallback(() => setUpper(null), [setUpper]);
	const answer = (act: () => void) => () => {
		close();
		act();
	};
	return (
		<>
			{over === "rooms" && (
				<RoomsSheet snapshot={snapshot} rooms={rooms} onClose={close} onFind={() => setOver("find")} />
			)}
			{over === "find" && <FindSheet snapshot={snapshot} onClose={close} onGo={props.onGo} />}
			{over === "people" && (
				<PeopleSheet
					room={room}
					extending={extending}
					locking={locking}
					failure={failure}
					onClose={close}
					onRemove={(person) => setUpper({ name: "remove", person })}
					onHandOver={(person) => setUpper({ name: "hand-over", person })}
					onCompare={() => setUpper({ name: "compare" })}
					onInvite={() => setOver("invite")}
					onFind={() => setOver("find")}
					onLeave={() => setOver("leave")}
					onDestroy={() => setOver("destroy")}
					onOpenPanel={onOpenPanel}
					showing={props.showing}
				/>
			)}
			{over === "invite" && <InviteSheet room={room} inviting={inviting} failure={failure} onClose={close} />}
			{over === "leave" && (
				<AskLeave people={here} starter={isStarter(room)} onNo={close} onYes={answer(props.onLeave)} />
			)}
			{over === "destroy" && <AskDestroy people={here} onNo={close} onYes={answer(props.onDestroy)} />}
			{upper?.name === "compare" && (
				<SafetySheet
					room={room}
					onClose={closeUpper}
					onAnswer={(memberIds, matches) => {
						if (matches) closeUpper();
						props.onCompared(memberIds, matches);
					}}
					onDestroy={() => {
						closeUpper();
						answer(props.onDestroy)();
					}}
				/>
			)}
			{upper?.name === "remove" && (
				<AskRemove
					person={upper.person}
					room={room}
					onNo={closeUpper}
					onYes={() => {
						closeUpper();
						props.onRemove(upper.person);
					}}
				/>
			)}
			{upper?.name === "hand-over" && (
				<AskHandOver
					person={upper.person}
					onNo={closeUpper}
					onYes={() => {
						closeUpper();
						props.onHandOver(upper.person);
					}}
				/>
			)}
			{upper?.name === "picture" && <OpenedPicture room={room} id={upper.id} onClose={closeUpper} />}
			{upper?.name === "once" && <OnceSheet room={room} id={upper.id} bytes={upper.bytes} onClose={closeUpper} />}
			{upper?.name === "unsend" && (
				<AskUnsend
					onNo={closeUpper}
					onYes={() => {
						closeUpper();
						props.onUnsend(upper.id);
					}}
				/>
			)}
		</>
	);
}

import { WifiOff } from "lucide-react";
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { LiveRoom, Rooms } from "../../hub/rooms.ts";
import { hostOf } from "../error-words.ts";
import { useAnnounce } from "../kit/announcer.tsx";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { useFocusRescue } from "./use-focus-rescue.ts";

/** Trouble shorter than this is not worth a word. */
const troubleMs = 1500;
/** After this the server may not come back at all, and who waits is told what becomes of the room. */
const goneMs = 60_000;

type ConnectionBandProps = {
	room: LiveRoom;
	rooms: Rooms;
	/** Gets the focus when the band goes while it has it. */
	next: RefObject<HTMLElement | null>;
};

/** One line while the room can't be reached; present and empty when all is well. */
export function ConnectionBand({ room, rooms, next }: ConnectionBandProps) {
	const online = useOnline();
	const isAway = room.connection.name !== "open";
	const trouble = useTrouble(isAway);
	const isGone = useLasting(isAway, goneMs);
	const state = !online ? "offline" : isGone ? "gone" : room.caughtUp ? "reconnecting" : "connecting";
	return (
		<div role="status" aria-label={t("connection.label")} className={trouble ? "strip flex-wrap" : "hidden-visually"}>
			{trouble && (
				<Trouble
					words={state === "gone" ? t("connection.gone", { host: hostOf(room.server) }) : t(`connection.${state}`)}
					onTry={() => void rooms.do({ type: "reconnect" })}
					next={next}
				/>
			)}
		</div>
	);
}

function Trouble({ words, onTry, next }: { words: string; onTry: () => void; next: RefObject<HTMLElement | null> }) {
	const button = useRef<HTMLButtonElement>(null);
	useFocusRescue(button, next);
	return (
		<>
			<Icon of={WifiOff} />
			<p className="basis-40">{words}</p>
			<Button small ref={button} onClick={onTry}>
				{t("connection.tryNow")}
			</Button>
		</>
	);
}

/** True once the trouble has lasted; when it is over, that is said. */
function useTrouble(isNow: boolean): boolean {
	const announce = useAnnounce();
	const lasting = useLasting(isNow, troubleMs);
	const was = useRef(false);
	useEffect(() => {
		if (was.current && !isNow) announce(t("connection.back"));
		was.current = lasting;
	}, [isNow, lasting, announce]);
	return lasting;
}

/** True once `isNow` has held for `ms`, until it no longer does. */
function useLasting(isNow: boolean, ms: number): boolean {
	const [lasting, setLasting] = useState(false);
	useEffect(() => {
		if (!isNow) return;
		const timer = setTimeout(() => setLasting(true), ms);
		return () => {
			clearTimeout(timer);
			setLasting(false);
		};
	}, [isNow, ms]);
	return isNow && lasting;
}

function useOnline(): boolean {
	return useSyncExternalStore(subscribe, () => navigator.onLine);
}

function subscribe(listener: () => void): () => void {
	addEventListener("online", listener);
	addEventListener("offline", listener);
	return () => {
		removeEventListener("online", listener);
		removeEventListener("offline", listener);
	};
}

import { WifiOff } from "lucide-react";
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { LiveRoom, Rooms } from "../../hub/rooms.ts";
import { useAnnounce } from "../kit/announcer.tsx";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { useFocusRescue } from "./use-focus-rescue.ts";

/** Trouble shorter than this is not worth a word. */
const troubleMs = 1500;

type ConnectionBandProps = {
	room: LiveRoom;
	rooms: Rooms;
	/** Gets the focus when the band goes while it has it. */
	next: RefObject<HTMLElement | null>;
};

/** One line while the room can't be reached; present and empty when all is well. */
export function ConnectionBand({ room, rooms, next }: ConnectionBandProps) {
	const online = useOnline();
	const trouble = useTrouble(room.connection.name !== "open");
	return (
		<div role="status" aria-label={t("connection.label")} className={trouble ? "strip" : "hidden-visually"}>
			{trouble && (
				<Trouble
					words={t(
						!online ? "connection.offline" : room.caughtUp ? "connection.reconnecting" : "connection.connecting",
					)}
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
			<p>{words}</p>
			<Button small ref={button} onClick={onTry}>
				{t("connection.tryNow")}
			</Button>
		</>
	);
}

/** True once the trouble has lasted; when it is over, that is said. */
function useTrouble(isNow: boolean): boolean {
	const announce = useAnnounce();
	const [lasting, setLasting] = useState(false);
	useEffect(() => {
		if (!isNow) return;
		const timer = setTimeout(() => setLasting(true), troubleMs);
		return () => clearTimeout(timer);
	}, [isNow]);
	useEffect(() => {
		if (isNow || !lasting) return;
		setLasting(false);
		announce(t("connection.back"));
	}, [isNow, lasting, announce]);
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

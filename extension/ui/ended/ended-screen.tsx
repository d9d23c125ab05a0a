import { useEffect, useRef, useState } from "react";
import type { EndedRoom, FailureCode, Rooms, RoomsSnapshot } from "../../hub/rooms.ts";
import { endWords, failureWords } from "../error-words.ts";
import { Button } from "../kit/button.tsx";
import { Alert } from "../kit/notice.tsx";
import { openRooms } from "../kit/room-list.tsx";
import { Surface } from "../kit/surface.tsx";
import { formatSpan } from "../kit/time-left.ts";
import type { Platform } from "../platform.ts";
import { t } from "../words.ts";
import { receiptWords } from "./receipt-words.ts";

type EndedProps = { room: EndedRoom; snapshot: RoomsSnapshot; rooms: Rooms; platform: Platform };

/** Night: the room is over for this browser, and nothing of it is left here but its name. */
export function EndedScreen({ room, snapshot, rooms, platform }: EndedProps) {
	const heading = useRef<HTMLHeadingElement>(null);
	const [failure, setFailure] = useState<FailureCode | null>(null);
	useEffect(() => heading.current?.focus(), []);
	const life = room.lifeMs ? formatSpan(room.lifeMs) : undefined;
	const words = endWords(room.reason, { name: room.name, byMe: room.byMe, life });
	const others = openRooms(snapshot.rooms).some(({ roomId }) => roomId !== room.roomId);
	const { close } = platform;

	const forget = async () => {
		await rooms.do({ type: "dismiss", roomId: room.roomId });
		await rooms.do({ type: "open", roomId: null });
	};
	const tryAgain = async () => {
		const name = platform.settings.getSnapshot().name;
		const outcome = await rooms.do({ type: "join", roomId: room.roomId, name });
		setFailure(outcome.ok ? null : outcome.code);
	};

	return (
		<Surface>
			<main className="night">
				<div className="said">
					<h1 className="display" tabIndex={-1} ref={heading}>
						{words.heading}
					</h1>
					<p>{words.text}</p>
					{room.receipts && <p role="status">{receiptWords(room.receipts)}</p>}
					{failure && <Alert>{failureWords(failure, "join", room.server)}</Alert>}
				</div>
				<div className="horizon" />
				<div className="after">
					{room.reason === "seat-taken" ? (
						<Button lit big full onClick={() => void tryAgain()}>
							{t("general.tryAgain")}
						</Button>
					) : (
						<Button lit big full onClick={() => void forget()}>
							{t("ended.startAnother")}
						</Button>
					)}
					{others ? (
						<Button quiet full onClick={() => void forget()}>
							{t("ended.otherRooms")}
						</Button>
					) : close ? (
						<Button quiet full onClick={() => void forget().then(() => close())}>
							{t("general.close")}
						</Button>
					) : (
						// A page can't close itself, and trying again must not be all there is.
						room.reason === "seat-taken" && (
							<Button quiet full onClick={() => void forget()}>
								{t("ended.startAnother")}
							</Button>
						)
					)}
				</div>
			</main>
		</Surface>
	);
}

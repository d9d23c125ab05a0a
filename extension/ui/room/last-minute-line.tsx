import { type RefObject, useEffect, useRef } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { Button } from "../kit/button.tsx";
import { isLastMinute, useTimeLeft } from "../kit/time-left.ts";
import { t } from "../words.ts";
import { fadeAt } from "./time-marks.ts";
import type { Extending } from "./use-extend.ts";
import { useFocusRescue } from "./use-focus-rescue.ts";

type LastMinuteLineProps = {
	room: LiveRoom;
	/** The log: `--fade` is set on it, and its words settle. */
	log: RefObject<HTMLElement | null>;
	extending: Extending;
	/** Gets the focus when time was added and the line goes. */
	next: RefObject<HTMLElement | null>;
};

/** One line says that it is the last minute. Nothing blinks. */
export function LastMinuteLine({ room, log, extending, next }: LastMinuteLineProps) {
	const left = useTimeLeft(room.expiresAt, room.clock);
	const fade = fadeAt(left);
	useEffect(() => log.current?.style.setProperty("--fade", fade.toFixed(2)), [log, fade]);
	return isLastMinute(left) && <Line extending={extending} next={next} />;
}

function Line({ extending, next }: Pick<LastMinuteLineProps, "extending" | "next">) {
	const line = useRef<HTMLDivElement>(null);
	useFocusRescue(line, next);
	return (
		<div className="event with-action" aria-live="off" ref={line}>
			<p>{t("log.lastMinute")}</p>
			{extending.possible && (
				<Button small off={extending.busy} onClick={extending.extend}>
					{t("facts.add")}
				</Button>
			)}
		</div>
	);
}

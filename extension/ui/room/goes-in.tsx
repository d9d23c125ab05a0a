import { Timer } from "lucide-react";
import type { ServerClock } from "../../room/server-clock.ts";
import { Icon } from "../kit/icon.tsx";
import { formatTimeLeft, useTimeLeft } from "../kit/time-left.ts";
import { t } from "../words.ts";

/** How long a message has left that goes before the room does. */
export function GoesIn({ at, clock }: { at: number; clock: ServerClock }) {
	const left = useTimeLeft(at, clock);
	return (
		<p className="state" aria-live="off">
			<Icon of={Timer} small />
			{t("log.goesIn", { time: formatTimeLeft(left) })}
		</p>
	);
}

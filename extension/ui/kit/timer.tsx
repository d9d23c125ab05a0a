import { t } from "../words.ts";
import { formatTimeLeft, isoTimeLeft } from "./time-left.ts";

/** The time a room has left. It ticks in silence: minutes are announced elsewhere. */
export function Timer({ leftMs, huge = false }: { leftMs: number; huge?: boolean }) {
	return (
		<div className={huge ? "time huge" : "time"} role="timer" aria-label={t("time.label")} aria-live="off">
			<time dateTime={isoTimeLeft(leftMs)}>{formatTimeLeft(leftMs)}</time>
		</div>
	);
}

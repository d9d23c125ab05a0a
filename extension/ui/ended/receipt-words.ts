import type { Receipts } from "../../hub/rooms.ts";
import { formatClock } from "../kit/time-left.ts";
import { t } from "../words.ts";

/** Where else the room is gone, and when it will be where nobody said so. */
export function receiptWords({ others, confirmed, isWaiting, endsBy }: Receipts): string {
	const silent = others - confirmed;
	if (silent === 0) return t("ended.receipts.all", { count: others });
	if (isWaiting) {
		return confirmed === 0
			? t("ended.receipts.waiting", { count: others })
			: t("ended.receipts.waitingForRest", { confirmed, others });
	}
	const time = formatClock(endsBy);
	return confirmed === 0
		? t("ended.receipts.none", { count: others, time })
		: t("ended.receipts.some", { count: silent, confirmed, others, time });
}

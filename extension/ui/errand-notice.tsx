import { X } from "lucide-react";
import type { Errand, Rooms } from "../hub/rooms.ts";
import { failureWords } from "./error-words.ts";
import { Button } from "./kit/button.tsx";
import { Icon } from "./kit/icon.tsx";
import { Alert } from "./kit/notice.tsx";
import { refusalWords } from "./room/refusal-words.ts";
import { t } from "./words.ts";

type ErrandNoticeProps = {
	errand: Errand | undefined;
	rooms: Rooms;
	/** Origin of the server it was about. */
	server: string;
	/** Gets the focus when the notice is closed. */
	onClosed?: () => void;
};

/** Why something chosen in a menu of the browser did not come to pass, until it is read. */
export function ErrandNotice({ errand, rooms, server, onClosed }: ErrandNoticeProps) {
	const words = errand && errandWords(errand, server);
	if (!words) return null;
	const waits = errand.type === "waiting";
	const close = waits ? t("page.dont") : t("general.close");
	return (
		<div className="errand">
			<Alert>{words}</Alert>
			<Button
				quiet
				square
				aria-label={close}
				title={close}
				onClick={() => {
					void rooms.do({ type: "errand-done", id: errand.id });
					onClosed?.();
				}}
			>
				<Icon of={X} />
			</Button>
		</div>
	);
}

function errandWords(errand: Errand, server: string): string | null {
	if (errand.type === "refused") return refusalWords(errand.reason);
	if (errand.type === "failed") return failureWords(errand.code, errand.act, server);
	if (errand.type !== "waiting" || errand.code === null) return null;
	return `${failureWords(errand.code, "start", server)} ${t("page.waiting")}`;
}

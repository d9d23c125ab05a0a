import type { FailureCode, LiveRoom } from "../../hub/rooms.ts";
import { failureWords } from "../error-words.ts";
import { Alert } from "../kit/notice.tsx";
import { ShareLink } from "../kit/share-link.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { t } from "../words.ts";
import { inviteWords } from "./people-words.ts";
import { SingleLinks } from "./single-links.tsx";
import type { Inviting } from "./use-inviting.ts";

type InviteSheetProps = {
	room: LiveRoom;
	inviting: Inviting;
	/** Why what was asked for last came to nothing: the room that says so lies beneath. */
	failure: FailureCode | null;
	onClose: () => void;
};

/** The room's link and the ways to hand it over, and links for one person. */
export function InviteSheet({ room, inviting, failure, onClose }: InviteSheetProps) {
	return (
		<Sheet title={t("people.invite")} onClose={onClose}>
			<ShareLink link={room.link} qr="shown" />
			<p className="label soft">
				{t("link.reach")} {inviteWords(room)}
			</p>
			{failure && <Alert>{failureWords(failure, "change", room.server)}</Alert>}
			<SingleLinks room={room} inviting={inviting} />
		</Sheet>
	);
}

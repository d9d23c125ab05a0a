import type { LiveRoom } from "../../hub/rooms.ts";
import { ShareLink } from "../kit/share-link.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { t } from "../words.ts";
import { inviteWords } from "./people-words.ts";

/** One link, and the ways to hand it over. */
export function InviteSheet({ room, onClose }: { room: LiveRoom; onClose: () => void }) {
	return (
		<Sheet title={t("people.invite")} onClose={onClose}>
			<ShareLink link={room.link} qr="shown" />
			<p className="label soft">
				{t("link.reach")} {inviteWords(room)}
			</p>
		</Sheet>
	);
}

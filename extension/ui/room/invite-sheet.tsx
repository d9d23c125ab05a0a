import type { LiveRoom } from "../../hub/rooms.ts";
import { ShareLink } from "../kit/share-link.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { inviteWords } from "./people-words.ts";

/** One link, and the ways to hand it over. */
export function InviteSheet({ room, onClose }: { room: LiveRoom; onClose: () => void }) {
	return (
		<Sheet title="Invite" onClose={onClose}>
			<ShareLink link={room.link} qr="shown" />
			<p className="label soft">Whoever has the link can read and write. {inviteWords(room)}</p>
		</Sheet>
	);
}

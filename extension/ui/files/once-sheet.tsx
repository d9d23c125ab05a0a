import { useEffect, useState } from "react";
import type { Bytes } from "../../crypto/bytes.ts";
import type { LiveRoom } from "../../hub/rooms.ts";
import { messageIn } from "../../room/message-in.ts";
import { Sheet } from "../kit/sheet.tsx";
import { serverNow } from "../kit/time-left.ts";
import { GoesIn } from "../room/goes-in.tsx";
import { nameOf } from "../room/people-words.ts";
import { t } from "../words.ts";
import { pictureWords } from "./file-words.ts";
import { useBlobAddress } from "./use-blob-address.ts";

/** How long it may be looked at, ms: who is called away does not leave it open for others. */
const viewMs = 60_000;

type OnceSheetProps = { room: LiveRoom; id: string; bytes: Bytes; onClose: () => void };

/** A picture that is viewed this once, large. Its bytes are nowhere else any more: with the sheet they are gone. */
export function OnceSheet({ room, id, bytes, onClose }: OnceSheetProps) {
	const { log, people, clock } = room;
	const message = messageIn(log, id);
	const picture = message?.file?.picture;
	const address = useBlobAddress(bytes, picture?.type);
	const [closesAt] = useState(() => serverNow(clock) + viewMs);
	const isGone = message === undefined;
	useEffect(() => {
		if (isGone) onClose();
	}, [isGone, onClose]);
	useEffect(() => {
		const timer = setTimeout(onClose, viewMs);
		// A page that is kept for the way back keeps no picture.
		addEventListener("pagehide", onClose);
		return () => {
			clearTimeout(timer);
			removeEventListener("pagehide", onClose);
		};
	}, [onClose]);
	if (!message) return null;
	const name = nameOf(people.find(({ memberId }) => memberId === message.sender));
	return (
		<Sheet title={pictureWords("", name)} onClose={onClose}>
			<div className="picture-large">
				{address && (
					<img
						src={address}
						width={picture?.width}
						height={picture?.height}
						alt={pictureWords(message.text, name)}
						draggable={false}
						onContextMenu={(menu) => menu.preventDefault()}
					/>
				)}
			</div>
			<GoesIn at={closesAt} clock={clock} />
			<p className="label soft">{t("once.onlyNow")}</p>
		</Sheet>
	);
}

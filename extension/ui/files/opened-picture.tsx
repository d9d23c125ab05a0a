import { useEffect } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { messageIn } from "../../room/message-in.ts";
import { nameOf } from "../room/people-words.ts";
import { pictureWords } from "./file-words.ts";
import { PictureSheet } from "./picture-sheet.tsx";

/** The picture of that message, large, as long as it is there: it may be taken back while it is looked at. */
export function OpenedPicture({ room, id, onClose }: { room: LiveRoom; id: string; onClose: () => void }) {
	const { log, unsent, people, me } = room;
	const sent = messageIn(log, id);
	const message = sent ?? unsent.find((each) => each.id === id);
	const isGone = !message?.file;
	useEffect(() => {
		if (isGone) onClose();
	}, [isGone, onClose]);
	if (!message?.file) return null;
	const sender = sent?.sender ?? me;
	const name = sender === me ? null : nameOf(people.find(({ memberId }) => memberId === sender));
	return (
		<PictureSheet
			id={id}
			file={message.file}
			title={pictureWords("", name)}
			alt={pictureWords(message.text ?? "", name)}
			onClose={onClose}
		/>
	);
}

import { Pencil, Reply } from "lucide-react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { hueOf } from "../kit/mark.tsx";
import { t } from "../words.ts";
import { DraftStrip } from "./draft-strip.tsx";
import { inShort } from "./message-content.ts";
import { nameOf } from "./people-words.ts";

/** What the message box is for at the moment, if for more than something new: an edit, or an answer. */
export function DraftTarget({ room, onCancel }: { room: LiveRoom; onCancel: () => void }) {
	const { draft, log, me, people } = room;
	const to = draft.edit?.to ?? draft.replyTo;
	if (to === null) return null;
	const target = log.find((entry) => entry.type === "message" && entry.id === to);
	const message = target?.type === "message" ? target : null;
	const words = message ? inShort(message) : t("composer.targetGone");
	if (draft.edit) {
		return (
			<DraftStrip
				label={t("composer.editing")}
				icon={Pencil}
				strong={t("composer.editing")}
				words={words}
				cancel={t("composer.cancelEdit")}
				onCancel={onCancel}
			/>
		);
	}
	const mine = message?.sender === me;
	const person = people.find(({ memberId }) => memberId === message?.sender);
	const name = mine ? t("general.you") : nameOf(person);
	return (
		<DraftStrip
			label={mine ? t("composer.replyingToYou") : t("composer.replying", { name })}
			icon={Reply}
			strong={name}
			words={words}
			style={hueOf(person?.order ?? 0, mine)}
			cancel={t("composer.cancelReply")}
			onCancel={onCancel}
		/>
	);
}

import type { LiveRoom } from "../../hub/rooms.ts";
import type { Person } from "../../room/state.ts";
import { Question } from "../kit/sheet.tsx";
import { t } from "../words.ts";
import { nameOf } from "./people-words.ts";

type AskProps = { onNo: () => void; onYes: () => void };

/** Asked after a press on Destroy; holding it skips this. `people`: how many hold a seat, with me. */
export function AskDestroy({ people, onNo, onYes }: AskProps & { people: number }) {
	const endsNow =
		people > 2 ? t("ask.endsNowAll", { count: people }) : people === 2 ? t("ask.endsNowBoth") : t("ask.endsNow");
	return (
		<Question
			title={t("ask.destroyTitle")}
			safe={t("ask.destroyKeep")}
			onSafe={onNo}
			grave={t("ask.destroyAll")}
			onGrave={onYes}
			danger
			note={t("ask.destroyNote")}
		>
			{endsNow} {t("ask.erased")}
		</Question>
	);
}

/** What removing does, and what it can't: the link stays with them. */
export function AskRemove({ person, room, onNo, onYes }: AskProps & { person: Person; room: LiveRoom }) {
	return (
		<Question
			title={t("ask.removeTitle", { name: nameOf(person) })}
			safe={t("ask.removeKeep")}
			onSafe={onNo}
			grave={t("ask.remove")}
			onGrave={onYes}
			danger
		>
			{t("ask.removeText")} {t(room.locked ? "ask.removeLocked" : "ask.removeLink")}
		</Question>
	);
}

/** What goes over with it, and that it comes back from there alone. */
export function AskHandOver({ person, onNo, onYes }: AskProps & { person: Person }) {
	const name = nameOf(person);
	return (
		<Question
			title={t("ask.handOverTitle", { name })}
			safe={t("ask.handOverKeep")}
			onSafe={onNo}
			grave={t("ask.handOver")}
			onGrave={onYes}
		>
			{t("ask.handOverText", { name })}
		</Question>
	);
}

/** `starter`: it is I who may lock and remove, which goes with me. */
export function AskLeave({ people, starter, onNo, onYes }: AskProps & { people: number; starter: boolean }) {
	return (
		<Question title={t("ask.leaveTitle")} safe={t("ask.stay")} onSafe={onNo} grave={t("ask.leave")} onGrave={onYes}>
			{t(people > 1 ? "ask.leaveOthers" : "ask.leaveAlone")}
			{people > 1 && starter && ` ${t("ask.leaveStarter")}`}
		</Question>
	);
}

/** Asked before a message of mine is taken back. */
export function AskUnsend({ onNo, onYes }: AskProps) {
	return (
		<Question
			title={t("ask.unsendTitle")}
			safe={t("ask.unsendKeep")}
			onSafe={onNo}
			grave={t("log.unsend")}
			onGrave={onYes}
		>
			{t("ask.unsendText")}
		</Question>
	);
}

import { Question } from "../kit/sheet.tsx";
import { t } from "../words.ts";

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

export function AskLeave({ people, onNo, onYes }: AskProps & { people: number }) {
	return (
		<Question title={t("ask.leaveTitle")} safe={t("ask.stay")} onSafe={onNo} grave={t("ask.leave")} onGrave={onYes}>
			{t(people > 1 ? "ask.leaveOthers" : "ask.leaveAlone")}
		</Question>
	);
}

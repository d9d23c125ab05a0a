import { Bell } from "lucide-react";
import { type RefObject, useSyncExternalStore } from "react";
import { Button } from "../kit/button.tsx";
import type { NotificationAccess, SettingsStore } from "../platform.ts";
import { useSettings } from "../use-rooms.ts";
import { t } from "../words.ts";
import { QuestionStrip } from "./question-strip.tsx";

type NotifyQuestionProps = {
	access: NotificationAccess;
	settings: SettingsStore;
	/** Gets the focus when the question goes while it has it. */
	next: RefObject<HTMLElement | null>;
};

/** Asked once, when a message has come that nobody saw. Any answer is kept, and Options has the switch. */
export function NotifyQuestion({ access, settings, next }: NotifyQuestionProps) {
	const { notify } = useSettings(settings);
	const wasMissed = useSyncExternalStore(access.subscribe, access.wasMissed);
	return notify === "unasked" && wasMissed && <Question access={access} settings={settings} next={next} />;
}

function Question({ access, settings, next }: NotifyQuestionProps) {
	const answer = (isWanted: boolean) => void settings.set({ notify: isWanted ? "on" : "off" });
	return (
		<QuestionStrip icon={Bell} words={t("notify.question")} next={next}>
			<Button small onClick={() => void access.request().then(answer, () => answer(false))}>
				{t("notify.yes")}
			</Button>
			<Button small quiet onClick={() => answer(false)}>
				{t("notify.notNow")}
			</Button>
		</QuestionStrip>
	);
}

import { Bell } from "lucide-react";
import { type RefObject, useId, useRef, useSyncExternalStore } from "react";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import type { NotificationAccess, SettingsStore } from "../platform.ts";
import { useSettings } from "../use-rooms.ts";
import { t } from "../words.ts";
import { useFocusRescue } from "./use-focus-rescue.ts";

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
	const id = useId();
	const line = useRef<HTMLDivElement>(null);
	useFocusRescue(line, next);
	const answer = (isWanted: boolean) => void settings.set({ notify: isWanted ? "on" : "off" });
	return (
		// biome-ignore lint/a11y/useSemanticElements: no form, and a fieldset looks like one
		<div className="strip flex-wrap" role="group" aria-labelledby={id} ref={line}>
			<Icon of={Bell} />
			<p className="basis-40" id={id}>
				{t("notify.question")}
			</p>
			<div className="row flex-nowrap gap-1">
				<Button small onClick={() => void access.request().then(answer, () => answer(false))}>
					{t("notify.yes")}
				</Button>
				<Button small quiet onClick={() => answer(false)}>
					{t("notify.notNow")}
				</Button>
			</div>
		</div>
	);
}

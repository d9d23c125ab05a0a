import { DoorOpen } from "lucide-react";
import { type RefObject, useEffect, useId, useRef } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { useAnnounce } from "../kit/announcer.tsx";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { useFocusRescue } from "./use-focus-rescue.ts";

type Knock = LiveRoom["knocks"][number];

type KnockBandProps = {
	knocks: readonly Knock[];
	onAnswer: (id: string, letIn: boolean) => void;
	/** Gets the focus when a question goes while it has it. */
	next: RefObject<HTMLElement | null>;
};

/** Those who ask to come in, one under the other, for whoever can let them. */
export function KnockBand({ knocks, onAnswer, next }: KnockBandProps) {
	return knocks.map((knock) => (
		<KnockStrip key={knock.id} knock={knock} onAnswer={(letIn) => onAnswer(knock.id, letIn)} next={next} />
	));
}

type KnockStripProps = { knock: Knock; onAnswer: (letIn: boolean) => void; next: RefObject<HTMLElement | null> };

function KnockStrip({ knock, onAnswer, next }: KnockStripProps) {
	const id = useId();
	const line = useRef<HTMLDivElement>(null);
	const announce = useAnnounce();
	useFocusRescue(line, next);
	const words = t("knock.knocks", { name: knock.name });
	useEffect(() => announce(words), [announce, words]);
	return (
		// biome-ignore lint/a11y/useSemanticElements: no form, and a fieldset looks like one
		<div className="strip flex-wrap" role="group" aria-labelledby={id} ref={line}>
			<Icon of={DoorOpen} />
			<p className="basis-40" id={id}>
				{words}
			</p>
			<div className="row flex-nowrap gap-1">
				<Button small aria-label={t("knock.letInName", { name: knock.name })} onClick={() => onAnswer(true)}>
					{t("knock.letIn")}
				</Button>
				<Button small quiet aria-label={t("knock.notNowName", { name: knock.name })} onClick={() => onAnswer(false)}>
					{t("knock.notNow")}
				</Button>
			</div>
		</div>
	);
}

import { DoorOpen } from "lucide-react";
import { type RefObject, useEffect } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { useAnnounce } from "../kit/announcer.tsx";
import { Button } from "../kit/button.tsx";
import { t } from "../words.ts";
import { QuestionStrip } from "./question-strip.tsx";

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

function KnockStrip({ knock: { name }, onAnswer, next }: KnockStripProps) {
	const announce = useAnnounce();
	const words = t("knock.knocks", { name });
	useEffect(() => announce(words), [announce, words]);
	return (
		<QuestionStrip icon={DoorOpen} words={words} next={next}>
			<Button small aria-label={t("knock.letInName", { name })} onClick={() => onAnswer(true)}>
				{t("knock.letIn")}
			</Button>
			<Button small quiet aria-label={t("knock.notNowName", { name })} onClick={() => onAnswer(false)}>
				{t("knock.notNow")}
			</Button>
		</QuestionStrip>
	);
}

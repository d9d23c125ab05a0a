import { ArrowUp, CircleAlert, Clock3, RotateCw } from "lucide-react";
import { useEffect, useState } from "react";
import type { UnsentStage } from "../../room/state.ts";
import { unsentWords } from "../error-words.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";

/** What is sent faster than this shows no "Sending…": it would only flicker. */
const slowMs = 400;

/** True once a message has been sending for a while. */
export function useSlowSending(state: UnsentStage | null): boolean {
	const sending = state?.name === "sending";
	const [slow, setSlow] = useState(false);
	useEffect(() => {
		if (!sending) return;
		const timer = setTimeout(() => setSlow(true), slowMs);
		return () => {
			clearTimeout(timer);
			setSlow(false);
		};
	}, [sending]);
	return sending && slow;
}

type UnsentStateProps = {
	state: UnsentStage;
	slow: boolean;
	onRetry: () => void;
	onDiscard: () => void;
};

/** What a message of mine waits for, or why it was not sent. */
export function UnsentState({ state, slow, onRetry, onDiscard }: UnsentStateProps) {
	if (state.name === "sending") {
		return (
			slow && (
				<p className="state">
					<Icon of={ArrowUp} small />
					{t("unsent.sending")}
				</p>
			)
		);
	}
	if (state.name === "waiting") {
		return (
			<p className="state">
				<Icon of={Clock3} small />
				{t("unsent.waiting")}
			</p>
		);
	}
	return (
		<>
			<p className="state bad" role="alert">
				<Icon of={CircleAlert} small />
				{unsentWords(state.cause)}
			</p>
			<div className="row">
				<Button small onClick={onRetry}>
					<Icon of={RotateCw} small />
					{t("general.tryAgain")}
				</Button>
				<Button quiet small onClick={onDiscard}>
					{t("unsent.discard")}
				</Button>
			</div>
		</>
	);
}

import type { LucideIcon } from "lucide-react";
import { type ReactNode, type RefObject, useId, useRef } from "react";
import { Icon } from "../kit/icon.tsx";
import { useFocusRescue } from "./use-focus-rescue.ts";

type QuestionStripProps = {
	icon: LucideIcon;
	/** What is asked: also its name. */
	words: string;
	/** Gets the focus when the question goes while it has it. */
	next: RefObject<HTMLElement | null>;
	/** The buttons to answer with. */
	children: ReactNode;
};

/** A question above the talk, which covers nothing of it and may wait. */
export function QuestionStrip({ icon, words, next, children }: QuestionStripProps) {
	const id = useId();
	const line = useRef<HTMLDivElement>(null);
	useFocusRescue(line, next);
	return (
		// biome-ignore lint/a11y/useSemanticElements: no form, and a fieldset looks like one
		<div className="strip flex-wrap" role="group" aria-labelledby={id} ref={line}>
			<Icon of={icon} />
			<p className="basis-40" id={id}>
				{words}
			</p>
			<div className="row flex-nowrap gap-1">{children}</div>
		</div>
	);
}

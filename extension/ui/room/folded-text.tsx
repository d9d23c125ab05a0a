import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../kit/button.tsx";
import { classNames } from "../kit/class-names.ts";
import { t } from "../words.ts";

/** Shorter texts never reach a seventh line, even in the narrowest panel: they need no measuring. */
const surelyShort = 100;

type FoldedTextProps = {
	source: string;
	reachable: boolean;
	onGrow: () => void;
	/** It holds paragraphs, lists and quotations, each with a direction of its own. */
	mixed?: boolean;
	children: ReactNode;
};

/** A text that folds after six lines, with "Show all" when there is more. */
export function FoldedText({ source, reachable, onGrow, mixed = false, children }: FoldedTextProps) {
	const text = useRef<HTMLParagraphElement & HTMLDivElement>(null);
	const Text = mixed ? "div" : "p";
	const [open, setOpen] = useState(false);
	const [more, setMore] = useState(false);
	const mayFold = source.length > surelyShort || source.split("\n").length > 6;

	useLayoutEffect(() => {
		const element = text.current;
		if (!element || !mayFold || open) return;
		const measure = () => setMore(element.scrollHeight > element.clientHeight + 2);
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [mayFold, open]);

	const showAll = () => {
		onGrow();
		setOpen(true);
		// The button goes: the focus stays with the message.
		text.current?.closest("article")?.focus({ preventScroll: true });
	};

	return (
		<>
			<Text className={classNames("text", mayFold && !open && "clamp")} dir={mixed ? undefined : "auto"} ref={text}>
				{children}
			</Text>
			{more && !open && (
				<Button quiet small className="show-all" tabIndex={reachable ? undefined : -1} onClick={showAll}>
					{t("log.showAll")}
				</Button>
			)}
		</>
	);
}

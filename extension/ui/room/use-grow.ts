import { type RefObject, useLayoutEffect } from "react";

/** Grows the box with its text where the browser does not do it by itself (`field-sizing`). */
export function useGrow(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
	// biome-ignore lint/correctness/useExhaustiveDependencies: the text is what it grows with
	useLayoutEffect(() => {
		const element = box.current;
		if (!element || CSS.supports("field-sizing", "content")) return;
		element.style.blockSize = "auto";
		element.style.blockSize = `${element.scrollHeight}px`;
	}, [box, text]);
}

import { type RefObject, useLayoutEffect } from "react";

/**
 * For a part that comes and goes: when it goes and `element` in it holds the focus, `next` gets it, instead of nobody.
 * React runs this before it takes the element out, as long as the whole part is unmounted.
 */
export function useFocusRescue(element: RefObject<HTMLElement | null>, next: RefObject<HTMLElement | null>): void {
	useLayoutEffect(() => {
		const leaving = element.current;
		return () => {
			if (leaving?.contains(document.activeElement)) next.current?.focus();
		};
	}, [element, next]);
}

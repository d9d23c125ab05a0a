import { createContext, type ReactNode, use, useEffect, useLayoutEffect, useState } from "react";

const SurfaceElement = createContext<HTMLElement | null>(null);

/** The nearest `.surface`: sheets and questions are laid over it. Null until it is mounted. */
export function useSurfaceElement(): HTMLElement | null {
	return use(SurfaceElement);
}

/**
 * The root of a screen. `room`: exactly as high as the page, its log scrolls; else it grows and the page scrolls.
 */
export function Surface({ room = false, children }: { room?: boolean; children: ReactNode }) {
	const [element, setElement] = useState<HTMLElement | null>(null);
	useFocusOfTheLast(element);
	return (
		<div className={room ? "surface room" : "surface"} ref={setElement}>
			<SurfaceElement value={element}>{children}</SurfaceElement>
		</div>
	);
}

/** A surface went away with the focus in it. A page has one focus, so this is not a matter of one component's. */
let focusWent = false;

/**
 * A screen that goes takes the focus with it: the heading of the next gets it then, unless that screen gives it to
 * something else. A page that just opened keeps the focus where the browser put it.
 */
function useFocusOfTheLast(surface: HTMLElement | null): void {
	// In the layout phase, when what goes is still in the page.
	useLayoutEffect(
		() => () => {
			if (surface?.contains(document.activeElement)) focusWent = true;
		},
		[surface],
	);
	useEffect(() => {
		if (!surface || !focusWent) return;
		const holdsFocus = () => surface.contains(document.activeElement);
		if (!holdsFocus()) surface.querySelector<HTMLElement>("h1[tabindex]")?.focus();
		// A screen that only bridges a moment has nothing to focus: the one after it has.
		focusWent = !holdsFocus();
	}, [surface]);
}

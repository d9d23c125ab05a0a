import { createContext, type ReactNode, use, useState } from "react";

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
	return (
		<div className={room ? "surface room" : "surface"} ref={setElement}>
			<SurfaceElement value={element}>{children}</SurfaceElement>
		</div>
	);
}

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** Nearer than this to its end, in px, the log counts as being there. */
const nearPx = 32;

export type StickToEnd = {
	/** The end is in sight. */
	atEnd: boolean;
	/** Call after the rows changed, before the paint: follows the end if the reader was there. */
	settle: () => void;
	/** Goes to the end and follows it from there. */
	toEnd: () => void;
	/** Scrolls to `top`, in px, and follows the end only if it is in sight from there. */
	place: (top: number) => void;
	/** Something is about to grow in place: what is read stays where it is. */
	release: () => void;
};

/**
 * Keeps a scroller at its end while the reader is there, whatever grows or shrinks, and never moves it otherwise.
 * `content` is what is inside of the scroller.
 */
export function useStickToEnd(
	scroller: RefObject<HTMLElement | null>,
	content: RefObject<HTMLElement | null>,
): StickToEnd {
	const sticky = useRef(true);
	const lastTop = useRef(0);
	const [atEnd, setAtEnd] = useState(false);

	const look = useCallback(() => {
		const log = scroller.current;
		if (!log) return;
		const near = log.scrollHeight - log.clientHeight - log.scrollTop < nearPx;
		// Only going up is the reader's: being further from the end than before may be the log that grew.
		if (near) sticky.current = true;
		else if (log.scrollTop < lastTop.current) sticky.current = false;
		lastTop.current = log.scrollTop;
		setAtEnd(near);
	}, [scroller]);

	const settle = useCallback(() => {
		const log = scroller.current;
		if (log && sticky.current) log.scrollTop = log.scrollHeight;
		look();
	}, [scroller, look]);

	const toEnd = useCallback(() => {
		sticky.current = true;
		settle();
	}, [settle]);

	const place = useCallback(
		(top: number) => {
			sticky.current = false;
			if (scroller.current) scroller.current.scrollTop = top;
			look();
		},
		[scroller, look],
	);

	const release = useCallback(() => {
		sticky.current = false;
	}, []);

	useEffect(() => {
		const log = scroller.current;
		if (!log || !content.current) return;
		const observer = new ResizeObserver(settle);
		observer.observe(log);
		observer.observe(content.current);
		log.addEventListener("scroll", look, { passive: true });
		return () => {
			observer.disconnect();
			log.removeEventListener("scroll", look);
		};
	}, [scroller, content, settle, look]);

	return { atEnd, settle, toEnd, place, release };
}

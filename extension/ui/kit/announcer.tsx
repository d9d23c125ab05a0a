import { createContext, type ReactNode, use, useCallback, useState } from "react";

const Announce = createContext<(words: string) => void>(() => {});

/** Says words to a screen reader, politely. They are not shown. */
export function useAnnounce(): (words: string) => void {
	return use(Announce);
}

/** Stands around the whole app, outside of every surface, so that a sheet over the room does not silence it. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
	const [said, setSaid] = useState({ words: "", count: 0 });
	const announce = useCallback((words: string) => setSaid(({ count }) => ({ words, count: count + 1 })), []);
	return (
		<Announce value={announce}>
			{children}
			<div className="hidden-visually" role="status">
				{/* A new element each time: the same words twice are said twice. */}
				<span key={said.count}>{said.words}</span>
			</div>
		</Announce>
	);
}

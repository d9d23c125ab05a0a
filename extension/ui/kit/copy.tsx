import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";

/** `refused`: the browser did not let the text onto the clipboard. */
export type CopyState = "not-yet" | "copied" | "refused";

type Copies = { stateOf(text: string): CopyState; copy(text: string): Promise<CopyState> };

const CopiesContext = createContext<Copies>({ stateOf: () => "not-yet", copy: async () => "refused" });

/** Remembers which links were copied, so that the screen after the press can say so. In memory only. */
export function CopyProvider({ children }: { children: ReactNode }) {
	const [states, setStates] = useState<ReadonlyMap<string, CopyState>>(new Map());
	const copy = useCallback(async (text: string) => {
		const state: CopyState = await navigator.clipboard.writeText(text).then(
			() => "copied" as const,
			() => "refused" as const,
		);
		setStates((before) => new Map(before).set(text, state));
		return state;
	}, []);
	const copies = useMemo<Copies>(() => ({ stateOf: (text) => states.get(text) ?? "not-yet", copy }), [states, copy]);
	return <CopiesContext value={copies}>{children}</CopiesContext>;
}

/** Copies any text: `const copy = useCopy(); await copy(link)`. */
export function useCopy(): Copies["copy"] {
	return use(CopiesContext).copy;
}

/** What became of the last copy of this text. */
export function useCopyState(text: string): CopyState {
	return use(CopiesContext).stateOf(text);
}

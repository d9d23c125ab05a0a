import { useSyncExternalStore } from "react";

const subscribe = (listener: () => void) => {
	document.addEventListener("visibilitychange", listener);
	return () => document.removeEventListener("visibilitychange", listener);
};

/** False while the tab or panel is hidden: nobody reads there. */
export function usePageShown(): boolean {
	return useSyncExternalStore(subscribe, () => document.visibilityState === "visible");
}

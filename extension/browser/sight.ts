import { browser } from "wxt/browser";
import { type Caller, portName, windowOfPort } from "./port-name.ts";

/** Between a broken port and the next one, ms: a worker that fails at its start must not spin. */
const reconnectAfterMs = 50;

/**
 * Tells the background that somebody can see this panel: by a port that is open just as long. The port of the rooms
 * does not tell, for a panel in a minimised window keeps it.
 */
export function tellSight(windowId: number): void {
	let port: { disconnect(): void } | null = null;
	const update = () => {
		const isShown = document.visibilityState === "visible";
		if (isShown && port === null) open();
		if (isShown) return;
		port?.disconnect();
		port = null;
	};
	const open = () => {
		const opened = browser.runtime.connect({ name: portName("sight", windowId) });
		port = opened;
		opened.onDisconnect.addListener(() => {
			port = null;
			setTimeout(update, reconnectAfterMs);
		});
	};
	document.addEventListener("visibilitychange", update);
	update();
}

/** The part of `runtime.Port` that is needed here. */
type SightPort = Caller & { onDisconnect: { addListener(listener: () => void): void } };

/** The windows whose panel somebody can see. */
export function createSights(changed: () => void): { take(port: SightPort, root: string): void; windows(): string[] } {
	const seen = new Map<SightPort, string>();
	return {
		take(port, root) {
			const windowId = windowOfPort(port, root, ["sight"]);
			if (windowId === null) return;
			seen.set(port, windowId);
			port.onDisconnect.addListener(() => {
				seen.delete(port);
				changed();
			});
			changed();
		},
		windows: () => [...new Set(seen.values())],
	};
}

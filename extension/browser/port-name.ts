/** Names the port of a surface: `popup-12` and `panel-12` are two views of window 12. */
export function portName(surface: "popup" | "panel" | "options", windowId: number): string {
	return `${surface}-${windowId}`;
}

/** The part of `runtime.Port` that tells who connects. */
type Caller = { name: string; sender?: { url?: string | undefined } | undefined };

/**
 * The window a port belongs to, or null when the port is none of ours. A script in a web page may connect too, and
 * whoever broke into that page with it: snapshots hold links, so only the extension's own pages are shown them.
 * @param root where those pages are, `runtime.getURL("")`
 */
export function windowOfPort({ name, sender }: Caller, root: string): string | null {
	if (!sender?.url?.startsWith(root)) return null;
	return /^(?:popup|panel|options)-(-?\d+)$/.exec(name)?.[1] ?? null;
}

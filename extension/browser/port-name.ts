const views = ["popup", "panel", "options"] as const;
/** A view of the rooms, or the sight of a panel: open while somebody can see it. */
type PortKind = (typeof views)[number] | "sight";

/** Names a port: `popup-12` and `panel-12` are two views of window 12. */
export function portName(kind: PortKind, windowId: number): string {
	return `${kind}-${windowId}`;
}

/** The part of `runtime.Port` that tells who connects. */
export type Caller = { name: string; sender?: { url?: string | undefined } | undefined };

/**
 * The window a port belongs to, or null when the port is none of ours. A script in a web page may connect too, and
 * whoever broke into that page with it: snapshots hold links, so only the extension's own pages are shown them.
 * @param root where those pages are, `runtime.getURL("")`
 */
export function windowOfPort(
	{ name, sender }: Caller,
	root: string,
	kinds: readonly PortKind[] = views,
): string | null {
	if (!sender?.url?.startsWith(root)) return null;
	const [, kind, windowId] = /^([a-z]+)-(-?\d+)$/.exec(name) ?? [];
	return kinds.some((known) => known === kind) ? (windowId ?? null) : null;
}

/** Names the port of a surface: `popup-12` and `panel-12` are two views of window 12. */
export function portName(surface: "popup" | "panel" | "options", windowId: number): string {
	return `${surface}-${windowId}`;
}

/** The window a port belongs to, or null when the port is none of ours. */
export function windowOfPort(name: string): string | null {
	return /^(?:popup|panel|options)-(-?\d+)$/.exec(name)?.[1] ?? null;
}

/** Identical, or plain objects whose values are so. */
export function isSame(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (!isPlain(a) || !isPlain(b)) return false;
	const keys = Object.keys(a);
	return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], b[key]));
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

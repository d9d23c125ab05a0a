/** What a page without a title is called. */
export function addressWords(url: string): string {
	const { host, pathname, search } = new URL(url);
	return `${host}${pathname === "/" ? "" : pathname}${search}`;
}

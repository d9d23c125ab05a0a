/** The match pattern of a server's room pages. It has no port: Firefox never matches one that does. */
export function linkPattern({ protocol, hostname }: URL): string {
	return `${protocol}//${hostname}/r/*`;
}

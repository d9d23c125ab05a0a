import { Fragment, type ReactNode } from "react";
import { type Key, pieces } from "../words.ts";

/** Words with elements amid them: `<Rich of="join.foreign" host={<strong>{host}</strong>} />`. */
export function Rich<K extends Key>({ of: key, ...elements }: { of: K } & Parameters<typeof pieces<K, ReactNode>>[1]) {
	return pieces<K, ReactNode>(key, elements as Parameters<typeof pieces<K, ReactNode>>[1]).map((piece, at) => (
		// A message never changes: its pieces keep their places.
		<Fragment key={at.toString()}>{piece}</Fragment>
	));
}

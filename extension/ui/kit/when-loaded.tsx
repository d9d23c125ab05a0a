import { type ComponentType, type ReactNode, useLayoutEffect, useState } from "react";

/** What has come of the code: the component, or why it did not load. */
type Come<Props> = { component: ComponentType<Props> } | { error: unknown } | null;

/**
 * A part of the screen whose code is loaded when it is first shown, and `fallback` until then. One that does not load
 * fails as a component does that throws. In place of React's `lazy`, which takes 300 ms to show what came in 10:
 * `<Suspense>` holds the next change back for that long once its fallback was seen, lest it flicker.
 */
export function whenLoaded<Props extends object>(
	load: () => Promise<ComponentType<Props>>,
	fallback: ReactNode = null,
): ComponentType<Props> {
	let loaded: Come<Props> = null;
	// biome-ignore lint/correctness/noComponentHookFactories: called once for each part, where a module begins.
	return function WhenLoaded(props: Props) {
		const [come, setCome] = useState(() => loaded);
		useLayoutEffect(() => {
			if (come) return;
			load().then(
				(component) => {
					loaded = { component };
					setCome(loaded);
				},
				(error: unknown) => setCome({ error }),
			);
		}, [come]);
		if (!come) return fallback;
		if ("error" in come) throw come.error;
		return <come.component {...props} />;
	};
}

/** The parts of a `KeyboardEvent` that tell which keys are down. */
type Keys = Pick<KeyboardEvent, "key" | "code" | "altKey" | "shiftKey" | "ctrlKey" | "metaKey">;

/**
 * The key that the extension's manifest suggests. With `Alt` down some layouts write another character: then its
 * place counts.
 */
export function isPanicKey({ key, code, altKey, shiftKey, ctrlKey, metaKey }: Keys): boolean {
	const letter = /^[a-z]$/i.test(key) ? key.toUpperCase() : code.replace(/^Key/, "");
	return letter === "L" && altKey && shiftKey && !ctrlKey && !metaKey;
}

/** Leaves all rooms at once and unasked, whatever the page shows and wherever the focus is. */
export function listenForPanic(page: Window, leaveAll: () => Promise<unknown>): void {
	page.addEventListener(
		"keydown",
		(press) => {
			if (!isPanicKey(press)) return;
			press.preventDefault();
			press.stopPropagation();
			void leaveAll();
		},
		{ capture: true },
	);
}

import type { KeyboardEvent } from "react";

type LogKeysOptions = {
	onCopy: (key: string) => void;
	/** `Esc` leads back to the message box. */
	onLeave: () => void;
	/** Before `Home`: the first message must be drawn to be gone to. */
	onHome: () => void;
};

/**
 * The keys of the message log: one tab stop, `↑ ↓ Home End` between messages, `→ ←` in their actions (the other way round
 * in a language that runs so), `C`, `Esc`.
 */
export function pressInLog(press: KeyboardEvent<HTMLElement>, options: LogKeysOptions): void {
	if (!(press.target instanceof HTMLElement) || press.ctrlKey || press.metaKey || press.altKey) return;
	const article = press.target.closest("article");
	const inside = article !== null && press.target !== article;
	const done = act(forRunning(press.key, press.currentTarget), press.currentTarget, article, inside, options);
	if (done) press.preventDefault();
}

const mirrored: Record<string, string> = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };

function forRunning(key: string, log: HTMLElement): string {
	return (getComputedStyle(log).direction === "rtl" && mirrored[key]) || key;
}

function act(
	key: string,
	log: HTMLElement,
	article: HTMLElement | null,
	inside: boolean,
	{ onCopy, onLeave, onHome }: LogKeysOptions,
): boolean {
	if (key === "Escape") {
		if (inside) article?.focus();
		else onLeave();
		return true;
	}
	if (inside) {
		if (key !== "ArrowLeft" || !document.activeElement?.closest(".toolbar")) return false;
		article?.focus();
		return true;
	}
	if (!article) return false;
	if (key === "ArrowRight") {
		const action = article.querySelector<HTMLElement>(".toolbar button");
		action?.focus();
		return action !== null;
	}
	if (key.toLowerCase() === "c") {
		onCopy(article.dataset.key ?? "");
		return true;
	}
	if (key === "Home") onHome();
	const next = neighbour(key, log, article);
	next?.focus();
	return next !== undefined;
}

function neighbour(key: string, log: HTMLElement, article: HTMLElement): HTMLElement | undefined {
	const all = [...log.querySelectorAll<HTMLElement>("article")];
	const at = all.indexOf(article);
	switch (key) {
		case "ArrowUp":
			return all[Math.max(0, at - 1)];
		case "ArrowDown":
			return all[Math.min(all.length - 1, at + 1)];
		case "Home":
			return all[0];
		case "End":
			return all.at(-1);
		default:
			return undefined;
	}
}

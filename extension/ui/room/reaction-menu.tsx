import { type KeyboardEvent, useEffect, useRef } from "react";
import { offeredEmoji } from "../../room/emoji.ts";
import { t } from "../words.ts";

/** The reactions there are, over the actions of a message. Whoever opens it chooses, or leaves it with `Esc`. */
export function ReactionMenu({ onReact, onClose }: { onReact: (emoji: string) => void; onClose: () => void }) {
	const menu = useRef<HTMLDivElement>(null);
	useEffect(() => menu.current?.querySelector("button")?.focus(), []);

	/** The message gets the focus before the menu goes. */
	const leave = () => {
		menu.current?.closest("article")?.focus({ preventScroll: true });
		onClose();
	};
	const press = (key: KeyboardEvent) => {
		const all = [...(menu.current?.querySelectorAll("button") ?? [])];
		const to = placeAfter(key.key, all.indexOf(document.activeElement as HTMLButtonElement), all.length);
		if (key.key === "Escape") leave();
		else if (to !== null) all[to]?.focus();
		else return;
		key.preventDefault();
		key.stopPropagation();
	};

	return (
		<div
			className="toolbar emojis"
			role="menu"
			tabIndex={-1}
			aria-label={t("log.reactions")}
			ref={menu}
			onKeyDown={press}
			onBlur={({ relatedTarget, currentTarget }) => {
				if (!currentTarget.contains(relatedTarget)) onClose();
			}}
		>
			{offeredEmoji.map((emoji) => (
				<button
					key={emoji}
					type="button"
					role="menuitem"
					className="button quiet emoji"
					tabIndex={-1}
					onClick={() => {
						leave();
						onReact(emoji);
					}}
				>
					{emoji}
				</button>
			))}
		</div>
	);
}

/** Where a key leads from place `at` of `count`; null: nowhere. It goes round. */
function placeAfter(key: string, at: number, count: number): number | null {
	switch (key) {
		case "ArrowRight":
		case "ArrowDown":
			return (at + 1) % count;
		case "ArrowLeft":
		case "ArrowUp":
			return (at + count - 1) % count;
		case "Home":
			return 0;
		case "End":
			return count - 1;
		default:
			return null;
	}
}

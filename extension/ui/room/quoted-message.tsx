import { Reply } from "lucide-react";
import { Icon } from "../kit/icon.tsx";
import { hueOf } from "../kit/mark.tsx";
import { t } from "../words.ts";

type QuotedMessageProps = {
	/** The name of who is answered; null is me. */
	name: string | null;
	order: number;
	words: string;
	reachable: boolean;
	onGo: () => void;
};

/** The message that this one answers; a press leads there. */
export function QuotedMessage({ name, order, words, reachable, onGo }: QuotedMessageProps) {
	const label = name === null ? t("log.inReplyToYou", { words }) : t("log.inReply", { name, words });
	return (
		<button
			type="button"
			className="quote"
			style={hueOf(order, name === null)}
			aria-label={label}
			tabIndex={reachable ? undefined : -1}
			onClick={onGo}
		>
			<Icon of={Reply} small />
			<span>
				<bdi>{name ?? t("general.you")}</bdi>: <bdi>{words}</bdi>
			</span>
		</button>
	);
}

/** In its place where that message was taken back, or can't be read. */
export function QuotedNothing() {
	return (
		<p className="quote">
			<Icon of={Reply} small />
			<span>{t("log.inReplyGone")}</span>
		</p>
	);
}

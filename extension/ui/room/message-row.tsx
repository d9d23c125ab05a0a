import { memo, type RefObject, useState } from "react";
import type { SharedPage } from "../../room/payload.ts";
import type { UnsentStage } from "../../room/state.ts";
import { classNames } from "../kit/class-names.ts";
import { Fly, hueOf } from "../kit/mark.tsx";
import { formatClock } from "../kit/time-left.ts";
import { t } from "../words.ts";
import { MessageActions } from "./message-actions.tsx";
import { MessageText } from "./message-text.tsx";
import { PageCard } from "./page-card.tsx";
import { UnsentState, useSlowSending } from "./unsent-state.tsx";

/** What a row asks of its log. Stable, so that a row renders again only when it changed. */
export type RowCalls = {
	onCopy: (key: string) => void;
	onRetry: (key: string) => void;
	onDiscard: (key: string) => void;
	onGrow: () => void;
};

type MessageRowProps = RowCalls & {
	rowKey: string;
	/** The sender's name; mine is shown as "You". */
	name: string;
	order: number;
	mine: boolean;
	next: boolean;
	timestamp: number;
	text: string;
	page: SharedPage | undefined;
	unsent: UnsentStage | null;
	/** The one tab stop of the log. */
	current: boolean;
	/** Under the pointer or focused: its actions are shown. */
	active: boolean;
	/** True once the log stands: what comes later arrives with a short fade. */
	settled: RefObject<boolean>;
};

/** One message: a band across the log. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
	const { rowKey, order, mine, next, timestamp, text, page, unsent, current, active } = props;
	const [arriving] = useState(() => props.settled.current);
	const slow = useSlowSending(unsent);
	const who = mine ? t("general.you") : props.name;
	const time = formatClock(timestamp);
	const reachable = current || unsent !== null;
	return (
		<article
			className={classNames(
				"message",
				mine && "mine",
				next && "next",
				(slow || unsent?.name === "waiting") && "pending",
				arriving && "arriving",
			)}
			style={hueOf(order, mine)}
			data-key={rowKey}
			tabIndex={current ? 0 : -1}
			aria-label={t("log.article", { who, time })}
		>
			{!next && <Fly order={order} mine={mine} />}
			<div className="content">
				{!next && (
					<div className="head">
						<span className="who">{who}</span>
						<time dateTime={new Date(timestamp).toISOString()}>{time}</time>
					</div>
				)}
				{text !== "" && <MessageText text={text} from={who} reachable={reachable} onGrow={props.onGrow} />}
				{page && <PageCard page={page} reachable={reachable} onGrow={props.onGrow} />}
				{unsent && (
					<UnsentState
						state={unsent}
						slow={slow}
						onRetry={() => props.onRetry(rowKey)}
						onDiscard={() => props.onDiscard(rowKey)}
					/>
				)}
			</div>
			{active && !unsent && <MessageActions onCopy={() => props.onCopy(rowKey)} />}
		</article>
	);
});

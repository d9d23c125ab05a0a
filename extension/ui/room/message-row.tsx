import { memo, type RefObject, useState } from "react";
import type { SharedPage } from "../../room/payload.ts";
import type { ServerClock } from "../../room/server-clock.ts";
import type { SharedFile } from "../../room/shared-file.ts";
import type { Reaction } from "../../room/state.ts";
import { FileInLog } from "../files/file-in-log.tsx";
import { standInWords } from "../files/file-words.ts";
import { OnceInLog } from "../files/once-in-log.tsx";
import { classNames } from "../kit/class-names.ts";
import { Fly, hueOf } from "../kit/mark.tsx";
import { formatClock } from "../kit/time-left.ts";
import { t } from "../words.ts";
import { GoesIn } from "./goes-in.tsx";
import type { OnTheWay } from "./log-rows.ts";
import { MentionedPeople } from "./mentions.tsx";
import { MessageActions } from "./message-actions.tsx";
import { MessageText } from "./message-text.tsx";
import { PageCard } from "./page-card.tsx";
import { QuotedMessage, QuotedNothing } from "./quoted-message.tsx";
import { Reactions } from "./reactions.tsx";
import { UnsentState, useSlowSending } from "./unsent-state.tsx";

/** What a row asks of its log. Stable, so that a row renders again only when it changed. */
export type RowCalls = {
	onCopy: (key: string) => void;
	onReply: (key: string) => void;
	onEdit: (key: string) => void;
	onUnsend: (key: string) => void;
	onReact: (key: string, emoji: string) => void;
	/** Opens the menu of reactions of a message, or closes it. */
	onChoosing: (key: string | null) => void;
	/** To the message that this one answers. */
	onGo: (to: string) => void;
	onRetry: (ids: readonly string[]) => void;
	onDiscard: (ids: readonly string[], key: string) => void;
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
	/** Null when it was taken back. */
	text: string | null;
	page: SharedPage | undefined;
	file: SharedFile | undefined;
	/** How many chunks of the file are in; and whether the others will ever come. */
	arrived: number;
	/** The file is a picture that each of the others may view once, and these memberIds have. */
	once: true | undefined;
	viewed: readonly string[];
	senderGone: boolean;
	/** The message it answers; undefined: none. */
	quoteTo: string | undefined;
	/** Whose it is (null: mine), by which hue, and its words; null where it can't be shown. */
	quoteName: string | null;
	quoteOrder: number;
	quoteWords: string | null;
	edited: boolean;
	/** memberIds of those whom the text names. */
	mentions: readonly string[] | undefined;
	reactions: readonly Reaction[];
	/** When it goes, ms by the server's clock; null: with the room. */
	goesAt: number | null;
	clock: ServerClock;
	/** It is not there any more, because its time was up and not because it was taken back. */
	passed: boolean;
	sent: boolean;
	unsent: OnTheWay | null;
	/** How many have seen it; 0 for all but my last one. */
	seenBy: number;
	/** The one tab stop of the log. */
	current: boolean;
	/** Under the pointer or focused: its actions are shown. */
	active: boolean;
	/** The menu of its reactions is open. */
	choosing: boolean;
	/** The time of the newest message when the log first stood: what came later arrives with a short fade, once. */
	newestThen: RefObject<number>;
};

/** One message: a band across the log. One that was taken back leaves a quiet line in its place. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
	const { rowKey, order, mine, next, timestamp, text, sent, unsent, current, active } = props;
	const [arriving] = useState(() => timestamp > props.newestThen.current);
	const slow = useSlowSending(unsent?.stage ?? null);
	const who = mine ? t("general.you") : props.name;
	const time = formatClock(timestamp);
	const reachable = current || unsent !== null;
	const withdrawn = text === null;
	return (
		<article
			className={classNames(
				"message",
				withdrawn && "withdrawn",
				mine && !withdrawn && "mine",
				next && "next",
				!sent && (slow || unsent?.stage.name === "waiting") && "pending",
				arriving && "arriving",
			)}
			style={hueOf(order, mine)}
			data-key={rowKey}
			tabIndex={current ? 0 : -1}
			aria-label={t("log.article", { who, time })}
		>
			{!next && !withdrawn && <Fly order={order} mine={mine} />}
			<div className="content">
				{!next && !withdrawn && (
					<div className="head">
						<span className="who">{who}</span>
						<time dateTime={new Date(timestamp).toISOString()}>{time}</time>
					</div>
				)}
				{withdrawn ? <p>{goneWords(props)}</p> : <Said {...props} text={text} who={who} reachable={reachable} />}
				{props.goesAt !== null && <GoesIn at={props.goesAt} clock={props.clock} />}
				{props.seenBy > 0 && !unsent && (
					<p className="state" aria-live="off">
						{t("log.seenBy", { count: props.seenBy })}
					</p>
				)}
				{unsent && (
					<UnsentState
						state={unsent.stage}
						slow={slow}
						onRetry={() => props.onRetry(unsent.ids)}
						onDiscard={() => props.onDiscard(unsent.ids, rowKey)}
					/>
				)}
			</div>
			{active && sent && !withdrawn && (
				<MessageActions
					mine={mine}
					choosing={props.choosing}
					onChoosing={(open) => props.onChoosing(open ? rowKey : null)}
					onReact={(emoji) => props.onReact(rowKey, emoji)}
					onReply={() => props.onReply(rowKey)}
					onCopy={() => props.onCopy(rowKey)}
					onEdit={() => props.onEdit(rowKey)}
					onUnsend={() => props.onUnsend(rowKey)}
				/>
			)}
		</article>
	);
});

function goneWords({ mine, name, passed }: Pick<MessageRowProps, "mine" | "name" | "passed">): string {
	if (passed) return mine ? t("log.yourPassed") : t("log.passed", { name });
	return mine ? t("log.youWithdrew") : t("log.withdrew", { name });
}

/** The file of a message, or in its place that it can be viewed once. */
function FileOf(props: MessageRowProps & { file: SharedFile; text: string; reachable: boolean }) {
	const { rowKey, file, arrived, once, viewed, mine, sent, name, senderGone, text, reachable } = props;
	const common = { id: rowKey, file, arrived, mine, sent, goneSender: senderGone ? name : null, reachable };
	if (once) return <OnceInLog {...common} name={name} viewed={viewed} />;
	return <FileInLog {...common} alt={standInWords(file, text, mine ? null : name)} />;
}

/** What a message says, what it answers, and what became of it. */
function Said(props: MessageRowProps & { text: string; who: string; reachable: boolean }) {
	const { rowKey, text, page, quoteTo, quoteWords, edited, reactions, who, reachable, onGrow } = props;
	return (
		<>
			{quoteTo !== undefined &&
				(quoteWords === null ? (
					<QuotedNothing />
				) : (
					<QuotedMessage
						name={props.quoteName}
						order={props.quoteOrder}
						words={quoteWords}
						reachable={reachable}
						onGo={() => props.onGo(quoteTo)}
					/>
				))}
			{props.file && <FileOf {...props} file={props.file} />}
			{text !== "" && (
				<MentionedPeople value={props.mentions}>
					<MessageText text={text} from={who} reachable={reachable} onGrow={onGrow} />
				</MentionedPeople>
			)}
			{page && <PageCard page={page} reachable={reachable} onGrow={onGrow} />}
			{edited && <p className="edited">{t("log.edited")}</p>}
			{reactions.length > 0 && (
				<Reactions reactions={reactions} reachable={reachable} onReact={(emoji) => props.onReact(rowKey, emoji)} />
			)}
		</>
	);
}

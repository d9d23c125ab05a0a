import { memo, type RefObject, useMemo } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import type { Person } from "../../room/state.ts";
import { t } from "../words.ts";
import { EventRow } from "./event-row.tsx";
import { eventWords, sealedWords } from "./event-words.ts";
import { isMessageRow, type LogRow, type MessageRow as Message } from "./log-rows.ts";
import { MentionablePeople } from "./mentions.tsx";
import { MessageRow, type RowCalls } from "./message-row.tsx";
import { nameOf } from "./people-words.ts";
import { Names } from "./reactions.tsx";
import { seenBy } from "./seen-by.ts";

type LogEntriesProps = {
	room: LiveRoom;
	rows: readonly LogRow[];
	/** Keys of the message with the focus, and of the one under the pointer. */
	focused: string | null;
	hovered: string | null;
	/** Key of the message for which a reaction is being chosen. */
	choosing: string | null;
	newestThen: RefObject<number>;
	calls: RowCalls;
};

/** The rows of the log. Each is memoized: of a thousand only those that changed render again. */
export function LogEntries({ room, rows, focused, hovered, choosing, newestThen, calls }: LogEntriesProps) {
	const { people, me, compared } = room;
	const personOf = useMemo(() => {
		const byId = new Map(people.map((person) => [person.memberId, person]));
		return (memberId: string) => byId.get(memberId);
	}, [people]);
	const current = focused ?? rows.findLast(isMessageRow)?.key;
	const seen = seenBy(room);
	const known = useMemo(() => ({ personOf, me }), [personOf, me]);
	const nameOrMe = useMemo(
		() => (memberId: string) => (memberId === me ? null : nameOf(personOf(memberId))),
		[me, personOf],
	);
	const drawn = rows.map((row) => {
		if (row.kind === "divider") return <Divider key={row.key} />;
		if (row.kind === "sealed") {
			return <EventRow key={row.key} words={sealedWords(row.state, personOf(row.sender))} caught={false} />;
		}
		if (row.kind === "event") {
			const words = eventWords(row.entry, me, personOf, compared);
			return words && <EventRow key={row.key} {...words} />;
		}
		const sender = personOf(row.sender);
		return (
			<MessageRow
				key={row.key}
				rowKey={row.key}
				name={nameOf(sender)}
				order={sender?.order ?? 0}
				mine={row.sender === me}
				timestamp={row.timestamp}
				unsent={row.unsent}
				seenBy={row.key === seen?.id ? seen.count : 0}
				current={row.key === current}
				active={row.key === focused || row.key === hovered}
				choosing={row.key === choosing}
				{...saidIn(row, me, personOf)}
				goesAt={goesBefore(row, room.expiresAt)}
				clock={room.clock}
				newestThen={newestThen}
				{...calls}
			/>
		);
	});
	return (
		<Names value={nameOrMe}>
			<MentionablePeople value={known}>{drawn}</MentionablePeople>
		</Names>
	);
}

/** A row's words as props that stay the same while it does. */
function saidIn(row: Message, me: string, personOf: (memberId: string) => Person | undefined) {
	if (row.kind === "withdrawn") return row.passed ? passed : withdrawn;
	const { next, text, page, file, arrived, once, viewed, quote, edited, mentions, reactions, sent } = row;
	const author = personOf(row.sender);
	const sender = quote?.from?.sender;
	const quoted = sender === undefined ? undefined : personOf(sender);
	return {
		...{ next, text, page, file, arrived, once, viewed, edited, mentions, reactions, sent, passed: false },
		senderGone: file !== undefined && row.sender !== me && author?.here === false,
		quoteTo: quote?.to,
		quoteName: sender === undefined || sender === me ? null : nameOf(quoted),
		quoteOrder: quoted?.order ?? 0,
		quoteWords: quote?.from?.words ?? null,
	};
}

/** Of one that has as long as the room there is nothing to say. */
const goesBefore = (row: Message, expiresAt: number) =>
	row.kind === "message" && row.goesAt !== null && row.goesAt < expiresAt ? row.goesAt : null;

const withdrawn = {
	...{ next: false, text: null, page: undefined, file: undefined, arrived: 0, senderGone: false },
	...{ once: undefined, viewed: [] },
	...{ edited: false, mentions: undefined, reactions: [], sent: true, passed: false },
	...{ quoteTo: undefined, quoteName: null, quoteOrder: 0, quoteWords: null },
};

const passed = { ...withdrawn, passed: true };

const Divider = memo(function Divider() {
	return (
		// biome-ignore lint/a11y/useSemanticElements: an <hr> holds no word
		<div className="divider" role="separator" aria-label={t("log.newMessages")} aria-live="off">
			{t("log.new")}
		</div>
	);
});

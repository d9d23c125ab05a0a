import { memo, type RefObject, useMemo } from "react";
import type { LiveRoom } from "../../hub/rooms.ts";
import { t } from "../words.ts";
import { EventRow } from "./event-row.tsx";
import { eventWords, sealedWords } from "./event-words.ts";
import type { LogRow } from "./log-rows.ts";
import { MessageRow, type RowCalls } from "./message-row.tsx";
import { nameOf } from "./people-words.ts";

type LogEntriesProps = {
	room: LiveRoom;
	rows: readonly LogRow[];
	/** Keys of the message with the focus, and of the one under the pointer. */
	focused: string | null;
	hovered: string | null;
	settled: RefObject<boolean>;
	calls: RowCalls;
};

/** The rows of the log. Each is memoized: of a thousand only those that changed render again. */
export function LogEntries({ room, rows, focused, hovered, settled, calls }: LogEntriesProps) {
	const { people, me, compared } = room;
	const personOf = useMemo(() => {
		const byId = new Map(people.map((person) => [person.memberId, person]));
		return (memberId: string) => byId.get(memberId);
	}, [people]);
	const current = focused ?? rows.findLast((row) => row.kind === "message")?.key;
	return rows.map((row) => {
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
				next={row.next}
				timestamp={row.timestamp}
				text={row.text}
				page={row.page}
				unsent={row.unsent}
				current={row.key === current}
				active={row.key === focused || row.key === hovered}
				settled={settled}
				{...calls}
			/>
		);
	});
}

const Divider = memo(function Divider() {
	return (
		// biome-ignore lint/a11y/useSemanticElements: an <hr> holds no word
		<div className="divider" role="separator" aria-label={t("log.newMessages")} aria-live="off">
			{t("log.new")}
		</div>
	);
});

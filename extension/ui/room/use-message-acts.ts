import { type RefObject, useEffect, useMemo, useRef } from "react";
import type { Intent, LiveRoom, Rooms } from "../../hub/rooms.ts";
import type { LogRow } from "./log-rows.ts";
import type { RowCalls } from "./message-row.tsx";
import { useCopyMessage } from "./use-copy-message.ts";
import type { Aim } from "./use-draft-target.ts";

type MessageActsOptions = {
	room: LiveRoom;
	rooms: Rooms;
	/** Does it, and says so if it comes to nothing. */
	act: (intent: Intent) => void;
	/** Chooses what the message box is for. */
	aim: Aim;
	rows: readonly LogRow[];
	scroller: RefObject<HTMLElement | null>;
	/** To the message box. */
	onWrite: () => void;
	/** Asks before it takes a message back. */
	onUnsend: (id: string) => void;
	onChoosing: (key: string | null) => void;
};

/** What rows do to their messages. The calls stay the same, whatever changes. */
export function useMessageActs(options: MessageActsOptions): Omit<RowCalls, "onGo" | "onGrow"> {
	const { rooms, rows } = options;
	const { roomId } = options.room;
	const onCopy = useCopyMessage(rows);
	const latest = useRef(options);
	useEffect(() => {
		latest.current = options;
	});

	return useMemo(() => {
		/** A message that is in the room: `mine` only if it is. */
		const sentRow = (key: string, mine = false) => {
			const { rows: all, room } = latest.current;
			const row = all.find((candidate) => candidate.key === key);
			return row?.kind === "message" && row.sent && (!mine || row.sender === room.me) ? row : undefined;
		};
		const articleOf = (key: string) =>
			latest.current.scroller.current?.querySelector<HTMLElement>(`article[data-key="${key}"]`);

		return {
			onCopy,
			onReply(key) {
				if (!sentRow(key)) return;
				latest.current.aim({ replyTo: key, edit: null });
				latest.current.onWrite();
			},
			onEdit(key) {
				const row = sentRow(key, true);
				if (!row) return;
				latest.current.aim({ edit: { to: key, text: row.text } });
				latest.current.onWrite();
			},
			onUnsend(key) {
				if (!sentRow(key, true)) return;
				// The actions go while the question stands: the answer leads back to the message.
				articleOf(key)?.focus({ preventScroll: true });
				latest.current.onUnsend(key);
			},
			onReact(key, emoji) {
				const row = sentRow(key);
				if (!row) return;
				const { me } = latest.current.room;
				const on = !row.reactions.some((each) => each.emoji === emoji && each.members.includes(me));
				latest.current.act({ type: "act", roomId, act: { kind: "reaction", to: key, emoji, on } });
			},
			onChoosing(key) {
				latest.current.onChoosing(key !== null && sentRow(key) ? key : null);
			},
			onRetry(ids) {
				for (const id of ids) void rooms.do({ type: "retry", roomId, id });
			},
			onDiscard(ids, key) {
				// The buttons go, and an unsent message with them.
				(sentRow(key) || ids[0] !== key ? articleOf(key) : latest.current.scroller.current)?.focus();
				for (const id of ids) void rooms.do({ type: "discard", roomId, id });
			},
		};
	}, [onCopy, rooms, roomId]);
}

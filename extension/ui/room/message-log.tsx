import { ArrowDown } from "lucide-react";
import {
	type PointerEvent,
	type ReactNode,
	type Ref,
	type RefObject,
	useCallback,
	useImperativeHandle,
	useMemo,
	useRef,
	useState,
} from "react";
import type { Intent, LiveRoom, Rooms } from "../../hub/rooms.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { LogEntries } from "./log-entries.tsx";
import { pressInLog } from "./log-keys.ts";
import { isMessageRow, logRows } from "./log-rows.ts";
import type { Aim } from "./use-draft-target.ts";
import { useGoTo } from "./use-go-to.ts";
import { useMessageActs } from "./use-message-acts.ts";
import { useOpening } from "./use-opening.ts";
import { useReading } from "./use-reading.ts";
import { useRowWindow } from "./use-row-window.ts";
import { useStickToEnd } from "./use-stick-to-end.ts";

export type LogHandle = {
	/** Shows the end, and follows it. */
	toEnd(): void;
	/** Focuses the last message, or the log itself when there is none. */
	focusLast(): void;
	/** Shows a message by its key, and focuses it. */
	goTo(key: string): void;
};

type MessageLogProps = {
	room: LiveRoom;
	rooms: Rooms;
	handle: Ref<LogHandle>;
	/** The scroller: what stands in it may set `--fade` on it. */
	scroller: RefObject<HTMLDivElement | null>;
	/** `Esc`: back to the message box. */
	onLeave: () => void;
	/** `F`: to the search. */
	onFind: () => void;
	/** Does it, and says so if it comes to nothing. */
	act: (intent: Intent) => void;
	/** Chooses what the message box is for. */
	aim: Aim;
	/** Asks whether to take the message back. */
	onUnsend: (id: string) => void;
	/** Stands before the messages: the invitation while one is alone. */
	before?: ReactNode;
	/** Stands after the messages: the line of the last minute. */
	after?: ReactNode;
};

/** All that was said and happened; see `log-keys` for its keys, `use-stick-to-end` for how it scrolls. */
export function MessageLog(props: MessageLogProps) {
	const { room, rooms, handle, scroller, onLeave, onFind, act, aim, onUnsend, before, after } = props;
	const { roomId, log, unsent, me, caughtUp } = room;
	const content = useRef<HTMLDivElement>(null);
	const stick = useStickToEnd(scroller, content);
	const { atEnd, release } = stick;
	const onRead = useCallback((cursor: string) => void rooms.do({ type: "read", roomId, cursor }), [rooms, roomId]);
	const { divider, unread } = useReading(room, atEnd, onRead);
	const rows = useMemo(() => logRows({ log, unsent, me, divider }), [log, unsent, me, divider]);
	const drawn = useRowWindow(rows, scroller, atEnd);
	const [focused, setFocused] = useState<string | null>(null);
	const [hovered, setHovered] = useState<string | null>(null);
	const [choosing, setChoosing] = useState<string | null>(null);
	const acts = useMessageActs({
		...{ room, rooms, act, aim, rows, scroller, onUnsend },
		onWrite: onLeave,
		onChoosing: setChoosing,
	});
	const onGo = useGoTo({ rows, scroller, drawAt: drawn.drawAt, release });
	/** `N`: to the first message under "New messages". */
	const goToNew = () => {
		const at = rows.findLastIndex((row) => row.kind === "divider");
		const first = at === -1 ? undefined : rows.slice(at).find(isMessageRow);
		if (first) onGo(first.key);
	};
	const newestThen = useOpening({ caughtUp, scroller, stick, rows });

	const { drawAt, drawEnd } = drawn;
	const drawStart = () => {
		release();
		drawAt(0);
	};
	const stickToEnd = stick.toEnd;
	const toEnd = useCallback(() => {
		drawEnd();
		stickToEnd();
	}, [drawEnd, stickToEnd]);
	const focusLast = useCallback(() => {
		drawEnd();
		const last = [...(content.current?.querySelectorAll<HTMLElement>("article") ?? [])].at(-1);
		(last ?? scroller.current)?.focus();
	}, [scroller, drawEnd]);
	useImperativeHandle(handle, () => ({ toEnd, focusLast, goTo: onGo }), [toEnd, focusLast, onGo]);

	const calls = useMemo(() => ({ ...acts, onGo, onGrow: release }), [acts, onGo, release]);
	const hover = ({ target, pointerType }: PointerEvent) => {
		if (pointerType === "mouse") setHovered(keyOf(target));
	};
	const hasMessages = rows.some(isMessageRow);

	return (
		<>
			<div
				className="log"
				role="log"
				aria-label={t("log.label")}
				aria-busy={!caughtUp}
				tabIndex={hasMessages ? -1 : 0}
				ref={scroller}
				onKeyDown={(press) =>
					pressInLog(press, { acts, onLeave, onFind, onNew: goToNew, onHome: drawStart, onEnd: drawEnd })
				}
				onFocus={({ target }) => setFocused(keyOf(target))}
				onBlur={({ relatedTarget, currentTarget }) => {
					if (!currentTarget.contains(relatedTarget)) setFocused(null);
				}}
				onPointerOver={hover}
				onPointerLeave={() => setHovered(null)}
			>
				<span className="spring" />
				<div className="entries" ref={content}>
					{before}
					<LogEntries
						room={room}
						rows={drawn.rows}
						focused={focused}
						hovered={hovered}
						choosing={choosing}
						newestThen={newestThen}
						calls={calls}
					/>
					{drawn.below > 0 && <div style={{ blockSize: drawn.below }} />}
					{after}
				</div>
				{before && <span className="spring" />}
			</div>
			{!atEnd && unread > 0 && (
				<div className="pill-slot">
					<Button
						lit
						small
						onClick={() => {
							toEnd();
							focusLast();
						}}
					>
						<Icon of={ArrowDown} small />
						{t("log.newCount", { count: unread })}
					</Button>
				</div>
			)}
		</>
	);
}

function keyOf(target: EventTarget | null): string | null {
	return target instanceof Element ? (target.closest("article")?.dataset.key ?? null) : null;
}

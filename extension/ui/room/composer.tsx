import { ArrowUp, CircleAlert } from "lucide-react";
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useState } from "react";
import type { FailureCode, LiveRoom, Rooms } from "../../hub/rooms.ts";
import { failureWords, unsentWords } from "../error-words.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { canSend, lengthWords } from "./message-length.ts";
import { useDraft, useDraftElsewhere } from "./use-draft.ts";

type ComposerProps = {
	room: LiveRoom;
	rooms: Rooms;
	box: RefObject<HTMLTextAreaElement | null>;
	/** A message is on its way: show the end of the log. */
	onSent: () => void;
	/** `Esc`, or `↑` while there is nothing written: to the messages. */
	onLeave: () => void;
};

/** The message box. What is written in it is lost by nothing: not by a failure, not by closing the panel. */
export function Composer({ room, rooms, box, onSent, onLeave }: ComposerProps) {
	const { roomId } = room;
	const id = useId();
	const [text, setText] = useState(room.draft.text);
	const [failure, setFailure] = useState<string | null>(null);
	const draft = useDraft(rooms, roomId);
	const length = lengthWords(text);
	const sendable = canSend(text);
	useGrow(box, text);
	useDraftElsewhere(room.draft.text, draft, setText);

	const write = (written: string) => {
		setText(written);
		setFailure(null);
		draft.save(written);
	};

	const send = async () => {
		box.current?.focus();
		if (!sendable) {
			if (length?.over) setFailure(unsentWords("too-long"));
			return;
		}
		setText("");
		setFailure(null);
		onSent();
		const outcome = await rooms.do({ type: "send", roomId, text });
		const since = box.current?.value ?? "";
		if (outcome.ok) {
			draft.save(since);
			if (since === "") draft.flush();
			return;
		}
		write(since === "" ? text : `${text}\n${since}`);
		setFailure(sendFailure(outcome.code, room.server));
	};

	const press = (key: KeyboardEvent) => {
		// While an input method composes, Enter and Escape are its own; 229 is what some say instead of isComposing.
		if (key.nativeEvent.isComposing || key.keyCode === 229) return;
		if (key.key === "Enter" && !key.shiftKey) {
			key.preventDefault();
			void send();
		} else if (key.key === "Escape" || (key.key === "ArrowUp" && text === "")) {
			key.preventDefault();
			onLeave();
		}
	};

	return (
		<form
			className="dock"
			onSubmit={(submit) => {
				submit.preventDefault();
				void send();
			}}
		>
			<div id={`${id}-length`} role="status">
				{length && !failure && <p className={length.over ? "state bad" : "state"}>{length.words}</p>}
			</div>
			{failure && (
				<p className="state bad" role="alert">
					<Icon of={CircleAlert} small />
					{failure}
				</p>
			)}
			<div className="composer">
				<textarea
					aria-label={t("composer.label")}
					aria-describedby={`${id}-length`}
					rows={1}
					placeholder={t("composer.label")}
					enterKeyHint="send"
					dir="auto"
					ref={box}
					value={text}
					onChange={({ target }) => write(target.value)}
					onKeyDown={press}
					onBlur={draft.flush}
				/>
				<Button
					type="submit"
					aria-label={t("composer.send")}
					lit={sendable}
					off={!sendable}
					// The box keeps the focus, and a phone its keyboard.
					onPointerDown={(down) => down.preventDefault()}
				>
					<Icon of={ArrowUp} />
				</Button>
			</div>
		</form>
	);
}

function sendFailure(code: FailureCode, server: string): string {
	if (code === "body-too-large") return unsentWords("too-long");
	if (code === "room-storage-full" || code === "too-fast") return unsentWords(code);
	return failureWords(code, "change", server);
}

/** Grows the box with its text where the browser does not do it by itself (`field-sizing`). */
function useGrow(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
	// biome-ignore lint/correctness/useExhaustiveDependencies: the text is what it grows with
	useLayoutEffect(() => {
		const element = box.current;
		if (!element || CSS.supports("field-sizing", "content")) return;
		element.style.blockSize = "auto";
		element.style.blockSize = `${element.scrollHeight}px`;
	}, [box, text]);
}

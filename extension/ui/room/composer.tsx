import { ArrowUp, CircleAlert, Globe } from "lucide-react";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import type { FailureCode, LiveRoom, Rooms } from "../../hub/rooms.ts";
import { pageOf } from "../../room/payload.ts";
import { failureWords, unsentWords } from "../error-words.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import type { Platform } from "../platform.ts";
import { t } from "../words.ts";
import { canSend, lengthWords } from "./message-length.ts";
import { PageDraft } from "./page-draft.tsx";
import { refusalWords } from "./refusal-words.ts";
import { useDraft, useDraftElsewhere } from "./use-draft.ts";
import { useDraftPage } from "./use-draft-page.ts";
import { useGrow } from "./use-grow.ts";

type ComposerProps = {
	room: LiveRoom;
	rooms: Rooms;
	/** The page in front, where there is one beside this surface. */
	frontPage: Platform["frontPage"];
	box: RefObject<HTMLTextAreaElement | null>;
	/** A message is on its way: show the end of the log. */
	onSent: () => void;
	/** `Esc` without a page, or `↑` while there is nothing written: to the messages. */
	onLeave: () => void;
};

/** The message box. What is written in it is lost by nothing: not by a failure, not by closing the panel. */
export function Composer({ room, rooms, frontPage, box, onSent, onLeave }: ComposerProps) {
	const { roomId } = room;
	const id = useId();
	const [text, setText] = useState(room.draft.text);
	const [failure, setFailure] = useState<string | null>(null);
	const draft = useDraft(rooms, roomId);
	const { page: inBox, write: writePage, without } = useDraftPage(room, rooms);
	const page = inBox ? pageOf(inBox) : undefined;
	const length = lengthWords({ text, page });
	const sendable = canSend({ text, page });
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
		// With a page, white space beside it says nothing.
		const words = page && text.trim() === "" ? "" : text;
		const outcome = await without(rooms.do({ type: "send", roomId, text: words, page }));
		const since = box.current?.value ?? "";
		if (outcome.ok) {
			draft.save(since);
			if (since === "") draft.flush();
			return;
		}
		write(since === "" ? text : `${text}\n${since}`);
		setFailure(sendFailure(outcome.code, room.server));
	};

	const cancelPage = () => {
		writePage(null);
		box.current?.focus();
	};

	const sharePage = async () => {
		const card = await frontPage?.();
		if (typeof card === "string") setFailure(refusalWords(card));
		else if (card) {
			setFailure(null);
			writePage(card);
			box.current?.focus();
		}
	};

	const press = (key: KeyboardEvent) => {
		// While an input method composes, Enter and Escape are its own; 229 is what some say instead of isComposing.
		if (key.nativeEvent.isComposing || key.keyCode === 229) return;
		if (key.key === "Enter" && !key.shiftKey) {
			key.preventDefault();
			void send();
		} else if (key.key === "Escape" && inBox) {
			key.preventDefault();
			cancelPage();
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
			{inBox && (
				// biome-ignore lint/a11y/noStaticElementInteractions: Escape in any of its boxes cancels the page
				<div
					className="grid"
					onKeyDown={(key) => {
						if (key.key !== "Escape" || key.nativeEvent.isComposing) return;
						key.preventDefault();
						cancelPage();
					}}
				>
					<PageDraft page={inBox} onChange={writePage} onCancel={cancelPage} onNext={() => box.current?.focus()} />
				</div>
			)}
			<div className="composer">
				{frontPage && (
					<Button quiet aria-label={t("page.share")} title={t("page.share")} onClick={() => void sharePage()}>
						<Icon of={Globe} />
					</Button>
				)}
				<textarea
					aria-label={t("composer.label")}
					aria-describedby={`${id}-length`}
					rows={1}
					placeholder={t(inBox ? "page.placeholder" : "composer.label")}
					enterKeyHint="send"
					// Else browsers write what stands here to the disk, to bring it back after a crash.
					autoComplete="off"
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

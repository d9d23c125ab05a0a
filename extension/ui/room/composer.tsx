import { ArrowUp, Check, CircleAlert, Globe } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useState } from "react";
import type { FailureCode, Intent, LiveRoom, Outcome, Rooms } from "../../hub/rooms.ts";
import { withUnsent } from "../../room/deeds.ts";
import { mentionedIn } from "../../room/mentions.ts";
import { pageOf, type Said } from "../../room/payload.ts";
import type { Person } from "../../room/state.ts";
import { failureWords, unsentWords } from "../error-words.ts";
import { AttachButton, DropHere } from "../files/attach.tsx";
import { FileTray } from "../files/file-tray.tsx";
import { sizeWords } from "../files/file-words.ts";
import { announced, type SentFiles, sendFiles } from "../files/send-files.ts";
import { bytesIn, isFull } from "../files/tray.ts";
import { useAttaching } from "../files/use-attaching.ts";
import { RecordButton } from "../files/voice/record-button.tsx";
import { useVoiceNote } from "../files/voice/use-voice-note.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { whenLoaded } from "../kit/when-loaded.tsx";
import type { Platform } from "../platform.ts";
import { t } from "../words.ts";
import { DraftTarget } from "./draft-target.tsx";
import { canSend, lengthWords } from "./message-length.ts";
import { type Life, MessageLife, MessageLifeNote } from "./message-life.tsx";
import { PageDraft } from "./page-draft.tsx";
import { refusalWords } from "./refusal-words.ts";
import { SuggestionList } from "./suggest/suggestion-list.tsx";
import { useSuggestions } from "./suggest/use-suggestions.ts";
import { useDraft, useDraftElsewhere } from "./use-draft.ts";
import { useDraftPage } from "./use-draft-page.ts";
import type { Aim } from "./use-draft-target.ts";
import { useGrow } from "./use-grow.ts";
import { useWriting } from "./use-writing.ts";

const Recorder = whenLoaded(() => import("../files/voice/recorder.tsx").then((module) => module.Recorder));

type ComposerProps = {
	room: LiveRoom;
	rooms: Rooms;
	/** The page in front, where there is one beside this surface. */
	frontPage: Platform["frontPage"];
	askForMicrophone: Platform["askForMicrophone"];
	box: RefObject<HTMLTextAreaElement | null>;
	/** Chooses what the box is for. */
	aim: Aim;
	/** A message is on its way: show the end of the log. */
	onSent: () => void;
	/** `Esc` without an edit, a page or an answer, or `↑` while there is nothing written: to the messages. */
	onLeave: () => void;
};

/** The message box. What is written in it is lost by nothing: not by a failure, not by closing the panel. */
export function Composer({ room, rooms, frontPage, askForMicrophone, box, aim, onSent, onLeave }: ComposerProps) {
	const { roomId } = room;
	const id = useId();
	const { edit, replyTo } = room.draft;
	const editing = edit?.to ?? null;
	const stored = edit?.text ?? room.draft.text;
	const [text, setText] = useState(stored);
	const [failure, setFailure] = useState<string | null>(null);
	const [chosenLife, setLife] = useState<Life>(null);
	const draft = useDraft(rooms, roomId);
	const writing = useWriting(rooms, roomId);
	const { page: inBox, write: writePage, without } = useDraftPage(room, rooms);
	const page = inBox ? pageOf(inBox) : undefined;
	const others = useOthers(room);
	const named = edit ? [] : mentionedIn(text, others);
	const mentions = named.length > 0 ? named : undefined;
	const voice = useVoiceNote({ rooms, roomId, ask: askForMicrophone, box, onRefused: setFailure });
	const attaching = useAttaching({
		...{ rooms, roomId, isFree: editing === null && !page && !voice.recording, onRefused: setFailure },
		onTaken: () => box.current?.focus(),
	});
	const { tray } = attaching;
	const { files } = tray;
	const lastFile = files.at(-1);
	const canBeOnce = files.some(({ facts }) => facts.picture);
	const life = chosenLife === "once" && !canBeOnce ? null : chosenLife;
	const said: Said = edit
		? { act: { kind: "edit", to: edit.to, text } }
		: {
				text,
				page,
				// The words go with the last one.
				file: lastFile ? announced(lastFile) : undefined,
				replyTo: replyTo ?? undefined,
				goesAfter: typeof life === "number" ? life : undefined,
				once: life === "once" && lastFile?.facts.picture ? true : undefined,
				mentions,
			};
	const suggest = useSuggestions({ box, text, people: others });
	const length = lengthWords(said);
	const sendable = canSend(said);
	const isReadying = editing === null && tray.readying > 0;
	useGrow(box, text);
	useDraftElsewhere(room.draft.text, draft, (taken) => editing === null && setText(taken));
	useTurn(editing, () => {
		setText(stored);
		setFailure(null);
	});
	useEndOfText(box, editing);

	const write = (written: string) => {
		setText(written);
		setFailure(null);
		draft.save(editing === null ? { text: written } : { edit: { to: editing, text: written } });
	};

	const endEdit = () => {
		draft.drop();
		writing.pressed("");
		aim({ edit: null });
		box.current?.focus();
	};

	const sendEdit = async () => {
		const target = room.log.find((entry) => entry.type === "message" && entry.id === editing);
		const shown = target?.type === "message" ? withUnsent(target, room.unsent, room.me) : "withdrawn";
		if (shown !== "withdrawn" && shown.text === text) return endEdit();
		draft.drop();
		writing.sent();
		const outcome = await rooms.do({ type: "act", roomId, ...said } as Intent);
		if (!outcome.ok) setFailure(sendFailure(outcome.code, room.server));
	};

	const send = async () => {
		box.current?.focus();
		if (!sendable) {
			if (length?.over) setFailure(unsentWords("too-long"));
			return;
		}
		if (editing !== null) return sendEdit();
		// What was given before the words is not left behind them.
		if (isReadying) return;
		setText("");
		setFailure(null);
		writing.sent();
		onSent();
		// With a page or a file, white space beside it says nothing.
		const words = (page || lastFile) && text.trim() === "" ? "" : text;
		const { replyTo: answered, goesAfter } = said;
		const beside = { roomId, text: words, replyTo: answered, goesAfter, mentions };
		const {
			left,
			failure: failed,
			isSaid,
		} = lastFile
			? await sendFiles(rooms, { ...beside, files: tray.takeAll(), isOnce: life === "once" })
			: sentWords(await without(rooms.do({ type: "send", ...beside, page })));
		const since = box.current?.value ?? "";
		if (isSaid) {
			draft.save({ text: since });
			if (since === "") draft.flush();
		} else write(since === "" ? text : `${text}\n${since}`);
		if (left.length > 0) tray.putBack(left);
		if (failed === null) return;
		setFailure(left.length > 0 && failed === "storage-full" ? t("file.noSpace") : sendFailure(failed, room.server));
	};

	const cancelPage = () => {
		writePage(null);
		box.current?.focus();
	};

	const cancelTarget = () => {
		if (editing !== null) return endEdit();
		aim({ replyTo: null });
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
		if (suggest.press(key)) return;
		if (key.key === "Enter" && !key.shiftKey) {
			key.preventDefault();
			void send();
		} else if (key.key === "Escape") {
			key.preventDefault();
			if (editing !== null) endEdit();
			else if (inBox) cancelPage();
			else if (lastFile) tray.takeOut(lastFile.key);
			else if (replyTo !== null) cancelTarget();
			else onLeave();
		} else if (key.key === "ArrowUp" && text === "" && editing === null) {
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
				{voice.notice && !failure && <p className="state">{voice.notice}</p>}
				{files.length > 1 && (
					<p className="state">
						{t("file.several", { files: t("file.count", { count: files.length }), size: sizeWords(bytesIn(tray)) })}
					</p>
				)}
				{length && !failure && <p className={length.over ? "state bad" : "state"}>{length.words}</p>}
			</div>
			{failure && (
				<p className="state bad" role="alert">
					<Icon of={CircleAlert} small />
					{failure}
				</p>
			)}
			{inBox && editing === null && (
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
			{editing === null && <MessageLifeNote life={life} isMixed={files.some(({ facts }) => !facts.picture)} />}
			{lastFile && editing === null && (
				<FileTray files={files} onTakeOut={tray.takeOut} onEmptied={() => box.current?.focus()} />
			)}
			<DropHere attaching={attaching} />
			<DraftTarget room={room} onCancel={cancelTarget} />
			{suggest.shown && <SuggestionList {...suggest.shown} />}
			{voice.recording && <Recorder recording={voice.recording} />}
			<div className="composer" hidden={voice.recording !== null}>
				{editing === null && !page && !isFull(tray) && <AttachButton attaching={attaching} />}
				{frontPage && editing === null && !lastFile && (
					<Button quiet aria-label={t("page.share")} title={t("page.share")} onClick={() => void sharePage()}>
						<Icon of={Globe} />
					</Button>
				)}
				<textarea
					aria-label={t("composer.label")}
					aria-describedby={`${id}-length`}
					aria-autocomplete="list"
					aria-controls={suggest.shown?.listId}
					aria-activedescendant={suggest.shown?.optionId(suggest.shown.active)}
					rows={1}
					placeholder={t(inBox && editing === null ? "page.placeholder" : "composer.label")}
					enterKeyHint="send"
					// Else browsers write what stands here to the disk, to bring it back after a crash.
					autoComplete="off"
					dir="auto"
					ref={box}
					value={text}
					onChange={({ target }) => {
						write(target.value);
						writing.pressed(target.value);
						suggest.look();
					}}
					onKeyDown={press}
					onSelect={suggest.look}
					onPaste={(paste) => {
						// Text that comes with a picture of itself, as from a table, is text.
						if (paste.clipboardData.types.includes("text/plain") || paste.clipboardData.files.length === 0) return;
						paste.preventDefault();
						attaching.take([...paste.clipboardData.files]);
					}}
					onBlur={draft.flush}
				/>
				{editing === null && !sendable && <RecordButton voice={voice} />}
				{editing === null && (sendable || life !== null) && (
					<MessageLife life={life} canBeOnce={canBeOnce} onChoose={setLife} />
				)}
				<Button
					type="submit"
					aria-label={t(editing === null ? "composer.send" : "composer.save")}
					lit={sendable && !isReadying}
					off={!sendable || isReadying}
					// The box keeps the focus, and a phone its keyboard.
					onPointerDown={(down) => down.preventDefault()}
				>
					<Icon of={editing === null ? ArrowUp : Check} />
				</Button>
			</div>
		</form>
	);
}

/** Calls `turned` while rendering when the value is another one. */
function useTurn(value: string | null, turned: () => void): void {
	const [before, setBefore] = useState(value);
	if (before === value) return;
	setBefore(value);
	turned();
}

/** Whom a message can mention: those who are here beside me. */
function useOthers({ people, me }: LiveRoom): readonly Person[] {
	return useMemo(() => people.filter(({ here, memberId }) => here && memberId !== me), [people, me]);
}

/** An edit begins behind the last word. */
function useEndOfText(box: RefObject<HTMLTextAreaElement | null>, editing: string | null): void {
	useEffect(() => {
		const end = box.current?.value.length ?? 0;
		if (editing !== null) box.current?.setSelectionRange(end, end);
	}, [box, editing]);
}

/** What became of words that went without a file. */
const sentWords = (outcome: Outcome): SentFiles => ({
	left: [],
	failure: outcome.ok ? null : outcome.code,
	isSaid: outcome.ok,
});

function sendFailure(code: FailureCode, server: string): string {
	if (code === "body-too-large") return unsentWords("too-long");
	if (code === "room-storage-full" || code === "too-fast") return unsentWords(code);
	return failureWords(code, "change", server);
}

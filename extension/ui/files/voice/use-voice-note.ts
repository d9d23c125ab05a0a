import { type RefObject, useEffect, useRef, useState } from "react";
import type { Rooms } from "../../../hub/rooms.ts";
import { t } from "../../words.ts";
import { useDraftFiles } from "../draft-files.ts";
import { reasonWords } from "../refused-files.ts";
import { closeMicrophone, microphoneAccess, openMicrophone } from "./microphone.ts";
import { microphoneWords } from "./microphone-words.ts";
import { hush } from "./one-at-a-time.ts";
import type { Recording } from "./recording.ts";
import { ownRecordingFormat } from "./recording-format.ts";

/** Few rooms need it. */
const loadRecording = () => import("./recording.ts");

export type VoiceNote = {
	/** What is being recorded. */
	recording: Recording | null;
	/** What to know of the microphone, in words. */
	notice: string | null;
	/** Absent: this browser can't. */
	start: (() => void) | undefined;
};

/**
 * Records a voice note and leaves it beside the message box, with the files that go with the next message. A recording
 * that is cut short by a look at another room is kept as far as it came.
 * @param ask as `Platform.askForMicrophone`
 * @param box gets the focus back
 * @param onRefused told why there is none, in words; null: all is well
 */
export function useVoiceNote(options: {
	rooms: Rooms;
	roomId: string;
	ask: (() => Promise<void>) | undefined;
	box: RefObject<HTMLElement | null>;
	onRefused: (words: string | null) => void;
}): VoiceNote {
	const { rooms, roomId, ask, box, onRefused } = options;
	const tray = useDraftFiles(rooms, roomId);
	const [format] = useState(ownRecordingFormat);
	const [recording, setRecording] = useState<Recording | null>(null);
	const [notice, setNotice] = useState<string | null>(null);
	const isOpening = useRef(false);
	const isHere = useRef(true);

	useEffect(() => {
		isHere.current = true;
		return () => {
			isHere.current = false;
		};
	}, []);
	useEffect(() => {
		if (!recording) return;
		const { current } = box;
		return () => {
			recording.stop();
			current?.focus();
		};
	}, [recording, box]);

	async function openOrAsk(): Promise<MediaStream | null> {
		const access = ask ? await microphoneAccess() : null;
		if (ask && access && access.state !== "granted") {
			setNotice(t("voice.askElsewhere"));
			access.onchange = () => setNotice(access.state === "granted" ? t("voice.allowed") : null);
			await ask();
			return null;
		}
		const opened = await openMicrophone();
		if (typeof opened !== "string") return opened;
		onRefused(microphoneWords(opened));
		return null;
	}

	async function record(): Promise<void> {
		if (!format) return;
		onRefused(null);
		setNotice(null);
		const { startRecording } = await loadRecording();
		const stream = await openOrAsk();
		if (!stream) return;
		// Gone to another room while the browser asked.
		if (!isHere.current) return closeMicrophone(stream);
		hush();
		const begun = startRecording(stream, format);
		setRecording(begun);
		void begun.ended.then((file) => {
			setRecording(null);
			if (file === "empty") onRefused(t("voice.nothing"));
			else if (file !== "discarded") {
				const refusal = tray.add(file);
				if (refusal) onRefused(reasonWords(refusal));
			}
		});
	}

	const start = () => {
		if (isOpening.current) return;
		isOpening.current = true;
		void record()
			.catch(() => onRefused(t("voice.busy")))
			.finally(() => {
				isOpening.current = false;
			});
	};
	return { recording, notice, start: format ? start : undefined };
}

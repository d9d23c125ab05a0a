import { mostFileBytes, mostSeconds } from "../../../room/shared-file.ts";
import type { PreparedFile } from "../prepare-file.ts";
import { closeMicrophone } from "./microphone.ts";
import type { RecordingFormat } from "./recording-format.ts";
import { seekableWebm } from "./seekable-webm.ts";

/** A voice as Opus keeps it well: a minute of it is about 180 kB. */
const bitsPerSecond = 24_000;

export type Recording = {
	/** When it began, by the monotonic clock, ms. */
	startedAt: number;
	/** Ends it; what was said is kept. */
	stop(): void;
	/** Ends it; nothing is kept. */
	discard(): void;
	/** Once it ended, by whatever: the file; or that there is none, by choice or because nothing came. */
	ended: Promise<PreparedFile | "discarded" | "empty">;
};

/** Records what the stream brings for a minute at most, and closes the microphone the moment it ends. */
export function startRecording(stream: MediaStream, { mimeType, type, name }: RecordingFormat): Recording {
	const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond });
	const parts: Blob[] = [];
	const startedAt = performance.now();
	let isWanted = true;
	let seconds = mostSeconds;

	function stop(): void {
		if (recorder.state === "inactive") return;
		seconds = Math.min(mostSeconds, Math.max(1, Math.round((performance.now() - startedAt) / 1000)));
		recorder.stop();
		closeMicrophone(stream);
	}
	const limit = setTimeout(stop, mostSeconds * 1000);

	const ended = new Promise<void>((resolve) => {
		recorder.ondataavailable = ({ data }) => parts.push(data);
		recorder.onerror = stop;
		// Also when the microphone was unplugged.
		recorder.onstop = () => resolve();
	}).then(async () => {
		clearTimeout(limit);
		closeMicrophone(stream);
		if (!isWanted) return "discarded";
		const recorded = new Uint8Array(await new Blob(parts).arrayBuffer());
		const bytes = type === "audio/webm" ? seekableWebm(recorded) : recorded;
		if (bytes.length === 0 || bytes.length > mostFileBytes) return "empty";
		return { facts: { name, sound: { type, seconds } }, bytes };
	});

	recorder.start();
	return {
		startedAt,
		stop,
		discard() {
			isWanted = false;
			stop();
		},
		ended,
	};
}

import type { Sound } from "../../../room/shared-file.ts";

/** How a browser records: what it is told, what its bytes are then, and what such a file is called. */
export type RecordingFormat = { mimeType: string; type: Sound["type"]; name: string };

/** The first that a browser knows is taken. All of them hold Opus but the last, for browsers that write no other. */
const formats: readonly RecordingFormat[] = [
	{ mimeType: "audio/webm;codecs=opus", type: "audio/webm", name: "voice.webm" },
	{ mimeType: "audio/ogg;codecs=opus", type: "audio/ogg", name: "voice.ogg" },
	{ mimeType: "audio/mp4;codecs=opus", type: "audio/mp4", name: "voice.m4a" },
	{ mimeType: "audio/mp4", type: "audio/mp4", name: "voice.m4a" },
];

/** @param isSupported as `MediaRecorder.isTypeSupported` */
export function recordingFormat(isSupported: (mimeType: string) => boolean): RecordingFormat | null {
	return formats.find(({ mimeType }) => isSupported(mimeType)) ?? null;
}

/** How this browser records; null: it can't. */
export function ownRecordingFormat(): RecordingFormat | null {
	// Without HTTPS there are no devices.
	if (typeof MediaRecorder === "undefined" || navigator.mediaDevices === undefined) return null;
	return recordingFormat((mimeType) => MediaRecorder.isTypeSupported(mimeType));
}

/** Why there is no sound: it was refused, there is none, or something else has it. */
export type MicrophoneRefusal = "refused" | "none" | "busy";

/**
 * Opens the microphone; browsers that were not asked yet ask.
 * @returns what it hears, until {@link closeMicrophone}; or why there is nothing
 */
export async function openMicrophone(): Promise<MediaStream | MicrophoneRefusal> {
	try {
		return await navigator.mediaDevices.getUserMedia({
			audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
		});
	} catch (error) {
		return refusalOf(error instanceof DOMException ? error.name : "");
	}
}

export function closeMicrophone(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}

function refusalOf(name: string): MicrophoneRefusal {
	if (name === "NotAllowedError" || name === "SecurityError") return "refused";
	return name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "busy";
}

/** What the browser was told of this page and the microphone; null: it does not say. */
export async function microphoneAccess(): Promise<PermissionStatus | null> {
	try {
		return await navigator.permissions.query({ name: "microphone" });
	} catch {
		return null;
	}
}

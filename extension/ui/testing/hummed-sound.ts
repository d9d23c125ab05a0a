import { encodeBase64url } from "../../crypto/base64url.ts";

const hummedMs = 400;

/** A short hum, recorded here as a voice note is. */
export async function hummedBytes(): Promise<string> {
	const context = new AudioContext();
	const hum = context.createOscillator();
	const out = context.createMediaStreamDestination();
	hum.connect(out);
	hum.start();
	const recorder = new MediaRecorder(out.stream);
	const recorded = new Promise<Blob>((resolve) => {
		recorder.ondataavailable = ({ data }) => resolve(data);
	});
	recorder.start();
	setTimeout(() => recorder.stop(), hummedMs);
	const bytes = new Uint8Array(await (await recorded).arrayBuffer());
	await context.close();
	return encodeBase64url(bytes);
}

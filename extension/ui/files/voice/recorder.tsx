import { Mic, Square, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { mostSeconds } from "../../../room/shared-file.ts";
import { Button } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { t } from "../../words.ts";
import type { Recording } from "./recording.ts";
import { soundTime } from "./sound-time.ts";

/** In the place of the message box while the microphone listens: how long it has, and the two ways to end it. */
export function Recorder({ recording }: { recording: Recording }) {
	const stop = useRef<HTMLButtonElement>(null);
	useEffect(() => stop.current?.focus(), []);
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset has looks of its own
		<div
			className="recorder"
			role="group"
			aria-label={t("voice.recording")}
			onKeyDown={(key) => {
				if (key.key !== "Escape") return;
				key.preventDefault();
				recording.discard();
			}}
		>
			<Button quiet square aria-label={t("voice.discard")} title={t("voice.discard")} onClick={recording.discard}>
				<Icon of={Trash2} />
			</Button>
			<span className="listening">
				<Icon of={Mic} small />
			</span>
			<Elapsed since={recording.startedAt} />
			<Button lit square ref={stop} aria-label={t("voice.stop")} title={t("voice.stop")} onClick={recording.stop}>
				<Icon of={Square} small />
			</Button>
		</div>
	);
}

/** How much was recorded of how much can be; not read out by itself. */
function Elapsed({ since }: { since: number }) {
	const [now, setNow] = useState(since);
	useEffect(() => {
		const timer = setInterval(() => setNow(performance.now()), 250);
		return () => clearInterval(timer);
	}, []);
	const seconds = Math.min(mostSeconds, (now - since) / 1000);
	return (
		<p>
			<span role="timer" aria-label={t("voice.recorded")}>
				{soundTime(seconds)}
			</span>
			<span className="most">{t("voice.most", { most: soundTime(mostSeconds) })}</span>
		</p>
	);
}

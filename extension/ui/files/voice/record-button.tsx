import { Mic } from "lucide-react";
import { Button } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { t } from "../../words.ts";
import type { VoiceNote } from "./use-voice-note.ts";

/** Where the browser can record. */
export function RecordButton({ voice }: { voice: VoiceNote }) {
	if (!voice.start) return null;
	return (
		<Button quiet aria-label={t("voice.record")} title={t("voice.record")} onClick={voice.start}>
			<Icon of={Mic} />
		</Button>
	);
}

import { File as FileIcon, X } from "lucide-react";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { sizeWords } from "./file-words.ts";
import type { PreparedFile } from "./prepare-file.ts";
import { useBlobAddress } from "./use-blob-address.ts";
import { VoicePlayer } from "./voice/voice-player.tsx";

/** The file that goes with the next message: a picture as it will be seen, a voice note to be heard before, or what it is called. */
export function FileDraft({ file, onCancel }: { file: PreparedFile; onCancel: () => void }) {
	const { name, picture, sound } = file.facts;
	const address = useBlobAddress(picture ? file.bytes : null, picture?.type);
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset has looks of its own
		<div className="file-card" role="group" aria-label={t("file.draft")}>
			{sound ? (
				<VoicePlayer bytes={file.bytes} sound={sound} note={t("voice.noteMine")} reachable />
			) : (
				<>
					{picture && address ? <img src={address} alt={t("file.picture")} /> : <Icon of={FileIcon} />}
					<p>
						<bdi className="name">{name}</bdi>
						<span className="size">{sizeWords(file.bytes.length)}</span>
					</p>
				</>
			)}
			<Button quiet small square aria-label={t("file.dont")} title={t("file.dont")} onClick={onCancel}>
				<Icon of={X} small />
			</Button>
		</div>
	);
}

import { Download, File as FileIcon } from "lucide-react";
import { useState } from "react";
import type { Bytes } from "../../crypto/bytes.ts";
import { isWhole, type SharedFile } from "../../room/shared-file.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { FileProgress } from "./file-progress.tsx";
import { sizeWords } from "./file-words.ts";
import { useFiles } from "./files-context.ts";
import { saveFile } from "./save-file.ts";
import { useBlobAddress } from "./use-blob-address.ts";
import { useFile } from "./use-file.ts";
import { VoicePlayer } from "./voice/voice-player.tsx";

export type FileInLogProps = {
	/** Of its message. */
	id: string;
	file: SharedFile;
	/** How many of its chunks are in. */
	arrived: number;
	mine: boolean;
	/** In the room's log; not, as long as its announcement waits. */
	sent: boolean;
	/** Null: its sender is still here, or is me; else their name. */
	goneSender: string | null;
	/** What stands for a picture that can't be seen, or names a voice note. */
	alt: string;
	reachable: boolean;
};

/** A file as it stands in the log: a picture or a voice note once it is here, any other as a card; and until then how far it is. */
export function FileInLog(props: FileInLogProps) {
	const { id, file, arrived, mine, sent, goneSender, reachable } = props;
	const files = useFiles();
	const isHere = isWhole(file, arrived);
	const bytes = useFile(id, isHere || mine);
	/** Not what its sender says, or nothing that this browser knows. */
	const [isUnreadable, setUnreadable] = useState(false);
	const good = bytes === "broken" ? null : bytes;
	return (
		<>
			{file.picture && !isUnreadable ? (
				<Picture {...props} bytes={good} onUnreadable={() => setUnreadable(true)} />
			) : file.sound && !isUnreadable ? (
				<VoicePlayer
					{...{ sound: file.sound, note: props.alt, reachable }}
					bytes={good}
					onUnplayable={() => setUnreadable(true)}
				/>
			) : (
				<div className="file-card">
					<Icon of={FileIcon} />
					<p>
						<bdi className="name">{file.name}</bdi>
						<span className="size">{sizeWords(file.bytes)}</span>
					</p>
					{isHere && good && (
						<Button
							quiet
							small
							aria-label={t("file.saveName", { name: file.name })}
							tabIndex={reachable ? undefined : -1}
							onClick={() => saveFile(file.name, good)}
						>
							<Icon of={Download} small />
							{t("file.save")}
						</Button>
					)}
				</div>
			)}
			{file.sound && isUnreadable && <p className="state bad">{t("voice.unplayable")}</p>}
			{bytes === "broken" && <p className="state bad">{t("file.broken")}</p>}
			{sent && !isHere && goneSender !== null && <p className="state">{t("file.unfinished", { name: goneSender })}</p>}
			{sent && !isHere && goneSender === null && (
				<FileProgress {...{ file, arrived, mine, reachable }} onStop={() => files.stop(id)} />
			)}
		</>
	);
}

type PictureProps = FileInLogProps & {
	bytes: Bytes | null;
	/** It is none, whatever its sender says. */
	onUnreadable: () => void;
};

function Picture({ id, file, alt, reachable, bytes, onUnreadable }: PictureProps) {
	const files = useFiles();
	const address = useBlobAddress(bytes, file.picture?.type);
	if (!file.picture) return null;
	const { width, height } = file.picture;
	return (
		<button
			type="button"
			className="picture"
			tabIndex={reachable ? undefined : -1}
			disabled={address === null}
			aria-label={alt}
			onClick={() => files.open(id)}
		>
			{address === null ? (
				// As large as the picture will be: nothing moves when it comes.
				<svg width={width} height={height} aria-hidden="true" />
			) : (
				<img src={address} width={width} height={height} alt={alt} decoding="async" onError={onUnreadable} />
			)}
		</button>
	);
}

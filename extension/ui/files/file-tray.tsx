import { File as FileIcon, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../kit/button.tsx";
import { classNames } from "../kit/class-names.ts";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { calledWords, sizeWords } from "./file-words.ts";
import type { TrayFile } from "./tray.ts";
import { useBlobAddress } from "./use-blob-address.ts";
import { VoicePlayer } from "./voice/voice-player.tsx";

type FileTrayProps = {
	files: readonly TrayFile[];
	onTakeOut: (key: number) => void;
	/** By the press of a button, which took the focus along. */
	onEmptied: () => void;
};

/** The files that go with the next message, in their order; each can be taken out. */
export function FileTray({ files, onTakeOut, onEmptied }: FileTrayProps) {
	const list = useRef<HTMLUListElement>(null);
	const { length } = files;
	const before = useRef(0);
	useEffect(() => {
		// What was added last is in sight.
		if (length > before.current && list.current) list.current.scrollTop = list.current.scrollHeight;
		before.current = length;
	}, [length]);
	const takeOut = (key: number, button: HTMLElement) => {
		const card = button.closest("li");
		const neighbour = card?.nextElementSibling ?? card?.previousElementSibling;
		const next = neighbour?.querySelector<HTMLElement>(".file-card > .button");
		if (next) next.focus();
		else onEmptied();
		onTakeOut(key);
	};
	return (
		<ul className={classNames("file-tray", length > 1 && "several")} aria-label={t("file.tray")} ref={list}>
			{files.map((file, at) => (
				<li key={file.key}>
					<FileCard
						file={file}
						label={length === 1 ? t("file.draft") : t("file.draftOf", { at: at + 1, count: length })}
						takeOutLabel={length === 1 ? t("file.dont") : t("file.dontName", { name: calledWords(file.facts) })}
						onTakeOut={(button) => takeOut(file.key, button)}
					/>
				</li>
			))}
		</ul>
	);
}

type FileCardProps = {
	file: TrayFile;
	label: string;
	takeOutLabel: string;
	onTakeOut: (button: HTMLElement) => void;
};

/** A picture as it will be seen, a voice note to be heard before, or what a file is called. */
function FileCard({ file, label, takeOutLabel, onTakeOut }: FileCardProps) {
	const { name, picture, sound } = file.facts;
	const address = useBlobAddress(picture ? file.bytes : null, picture?.type);
	const [isUnplayable, setUnplayable] = useState(false);
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset has looks of its own
		<div className="file-card" role="group" aria-label={label}>
			{sound && !isUnplayable ? (
				<VoicePlayer
					{...{ bytes: file.bytes, sound, note: t("voice.noteMine"), reachable: true }}
					onUnplayable={() => setUnplayable(true)}
				/>
			) : (
				<>
					{picture && address ? <img src={address} alt={t("file.picture")} /> : <Icon of={FileIcon} />}
					<p>
						<bdi className="name">{name}</bdi>
						<span className="size">{sound ? t("voice.unplayable") : sizeWords(file.bytes.length)}</span>
					</p>
				</>
			)}
			<Button
				quiet
				small
				square
				aria-label={takeOutLabel}
				title={takeOutLabel}
				onClick={({ currentTarget }) => onTakeOut(currentTarget)}
			>
				<Icon of={X} small />
			</Button>
		</div>
	);
}

import { ArrowDown, ArrowUp } from "lucide-react";
import { chunkCount, type SharedFile } from "../../room/shared-file.ts";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import { calledWords } from "./file-words.ts";

type FileProgressProps = {
	file: SharedFile;
	arrived: number;
	mine: boolean;
	reachable: boolean;
	onStop: () => void;
};

/** How far a file is that is on its way. Read out when it is asked for, not with every step. */
export function FileProgress({ file, arrived, mine, reachable, onStop }: FileProgressProps) {
	const percent = Math.floor((arrived / chunkCount(file)) * 100);
	const name = calledWords(file);
	return (
		<div className="file-progress" aria-live="off">
			<div
				role="progressbar"
				aria-label={mine ? t("file.sendingName", { name }) : t("file.arrivingName", { name })}
				aria-valuemin={0}
				aria-valuemax={100}
				aria-valuenow={percent}
			>
				<p className="state" aria-hidden="true">
					<Icon of={mine ? ArrowUp : ArrowDown} small />
					{mine ? t("file.sending", { percent }) : t("file.arriving", { percent })}
				</p>
			</div>
			{mine && (
				<Button quiet small tabIndex={reachable ? undefined : -1} onClick={onStop}>
					{t("file.stop")}
				</Button>
			)}
		</div>
	);
}

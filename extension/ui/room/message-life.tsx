import { Timer } from "lucide-react";
import { classNames } from "../kit/class-names.ts";
import { Icon } from "../kit/icon.tsx";
import { formatSpan } from "../kit/time-left.ts";
import { t } from "../words.ts";

/** Seconds a message may be given. */
const lives = [60, 300, 3600];

type MessageLifeProps = {
	/** Null: as long as the room. */
	seconds: number | null;
	onChoose: (seconds: number | null) => void;
};

/** Chooses how long the next messages live. A box of the browser's own lies over the clock: it works everywhere. */
export function MessageLife({ seconds, onChoose }: MessageLifeProps) {
	return (
		<label className={classNames("button", "quiet", "message-life", seconds !== null && "chosen")}>
			<Icon of={Timer} />
			<select
				aria-label={t("composer.life")}
				title={t("composer.life")}
				value={seconds ?? ""}
				onChange={({ target }) => onChoose(target.value === "" ? null : Number(target.value))}
			>
				<option value="">{t("composer.lifeOfRoom")}</option>
				{lives.map((life) => (
					<option key={life} value={life}>
						{formatSpan(life * 1000)}
					</option>
				))}
			</select>
		</label>
	);
}

/** Says what was chosen, and that it is an agreement and no lock. */
export function MessageLifeNote({ seconds }: { seconds: number | null }) {
	if (seconds === null) return null;
	return (
		<p className="state">
			<Icon of={Timer} small />
			{t("composer.lifeNote", { span: formatSpan(seconds * 1000) })}
		</p>
	);
}

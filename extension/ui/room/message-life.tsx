import { Eye, Timer } from "lucide-react";
import { classNames } from "../kit/class-names.ts";
import { Icon } from "../kit/icon.tsx";
import { formatSpan } from "../kit/time-left.ts";
import { t } from "../words.ts";

/** Seconds a message may be given. */
const lives = [60, 300, 3600];

/** How long the next messages live: so many seconds, or, of pictures, until they were viewed once. Null: as long as the room. */
export type Life = number | "once" | null;

type MessageLifeProps = {
	life: Life;
	/** What goes with the message can be viewed once. */
	canBeOnce: boolean;
	onChoose: (life: Life) => void;
};

/** Chooses how long the next messages live. A box of the browser's own lies over the clock: it works everywhere. */
export function MessageLife({ life, canBeOnce, onChoose }: MessageLifeProps) {
	return (
		<label className={classNames("button", "quiet", "message-life", life !== null && "chosen")}>
			<Icon of={Timer} />
			<select
				aria-label={t("composer.life")}
				title={t("composer.life")}
				value={life ?? ""}
				onChange={({ target: { value } }) => onChoose(value === "once" ? value : value === "" ? null : Number(value))}
			>
				<option value="">{t("composer.lifeOfRoom")}</option>
				{canBeOnce && <option value="once">{t("once.choice")}</option>}
				{lives.map((seconds) => (
					<option key={seconds} value={seconds}>
						{formatSpan(seconds * 1000)}
					</option>
				))}
			</select>
		</label>
	);
}

/**
 * Says what was chosen, and that it is an agreement and no lock.
 * @param isMixed not all that goes with the message are pictures
 */
export function MessageLifeNote({ life, isMixed }: { life: Life; isMixed: boolean }) {
	if (life === null) return null;
	return (
		<p className="state">
			<Icon of={life === "once" ? Eye : Timer} small />
			{life === "once"
				? t(isMixed ? "once.noteMixed" : "once.note")
				: t("composer.lifeNote", { span: formatSpan(life * 1000) })}
		</p>
	);
}

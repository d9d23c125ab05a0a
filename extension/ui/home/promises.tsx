import { EyeOff, LockKeyhole } from "lucide-react";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";

/** What Mayfly promises to somebody who sees it for the first time. */
export function Promises() {
	return (
		<ul className="promise">
			<li>
				<Icon of={LockKeyhole} />
				<span>{t("promise.sealed")}</span>
			</li>
			<li>
				<Icon of={EyeOff} />
				<span>{t("promise.nothingKept")}</span>
			</li>
		</ul>
	);
}

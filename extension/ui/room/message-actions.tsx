import { Copy } from "lucide-react";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";

/** What can be done with a message. Comes with the pointer or the focus; `→` from the message leads here. */
export function MessageActions({ onCopy }: { onCopy: () => void }) {
	return (
		<div className="toolbar" role="toolbar" aria-label={t("log.actions")}>
			<Button quiet aria-label={t("log.copyText")} title={t("log.copyTextKey")} tabIndex={-1} onClick={onCopy}>
				<Icon of={Copy} />
			</Button>
		</div>
	);
}

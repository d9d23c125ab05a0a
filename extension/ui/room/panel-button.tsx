import { PanelRightOpen } from "lucide-react";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";

/** The way from the web page into the side panel, where an extension answers. The press itself opens it. */
export function PanelButton({ onOpen }: { onOpen: (() => void) | undefined }) {
	if (!onOpen) return null;
	return (
		<Button full onClick={onOpen}>
			<Icon of={PanelRightOpen} />
			{t("general.openInPanel")}
		</Button>
	);
}

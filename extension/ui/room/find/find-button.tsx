import { Search } from "lucide-react";
import { Button } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { t } from "../../words.ts";

/** Opens the search. */
export function FindButton({ onFind }: { onFind: () => void }) {
	return (
		<Button full aria-haspopup="dialog" title={t("find.key")} onClick={onFind}>
			<Icon of={Search} />
			{t("find.open")}
		</Button>
	);
}

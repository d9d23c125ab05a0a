import { Settings2 } from "lucide-react";
import { Button } from "../kit/button.tsx";
import { Icon } from "../kit/icon.tsx";
import { Brand } from "../kit/mark.tsx";
import type { Platform } from "../platform.ts";
import { t } from "../words.ts";

/** The mark, and the way to Options where there are any. */
export function BrandBar({ platform }: { platform: Platform }) {
	const { openOptions } = platform;
	return (
		<div className="bar">
			<Brand />
			{openOptions && (
				<Button quiet square aria-label={t("general.options")} onClick={() => openOptions()}>
					<Icon of={Settings2} />
				</Button>
			)}
		</div>
	);
}

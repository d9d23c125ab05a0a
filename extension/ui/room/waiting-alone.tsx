import { ShareLink } from "../kit/share-link.tsx";
import { t } from "../words.ts";

/** Nobody else was here yet: the link in reach, above what one has written already. */
export function WaitingAlone({ link, beside }: { link: string; beside: boolean }) {
	return (
		<div className="pad stack gap-4">
			<div className="stack gap-1">
				<h2 className="title">{t("alone.heading")}</h2>
				<p className="soft">{t("alone.text")}</p>
			</div>
			{/* Where the link stands beside the talk already, once is enough. */}
			{/* biome-ignore lint/a11y/useSemanticElements: no form, and a fieldset looks like one */}
			<div className={beside ? "stack narrow-only" : "stack"} role="group" aria-label={t("people.invite")}>
				<ShareLink link={link} />
			</div>
		</div>
	);
}

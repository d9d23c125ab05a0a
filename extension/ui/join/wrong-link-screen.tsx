import type { FailureCode } from "../../hub/rooms.ts";
import { failureWords } from "../error-words.ts";
import { LinkForm } from "../home/link-form.tsx";
import { Button } from "../kit/button.tsx";
import { Surface } from "../kit/surface.tsx";
import { t } from "../words.ts";
import { Hero } from "./hero.tsx";

type WrongLinkProps = {
	code: FailureCode;
	server: string;
	onOpenLink: (link: string) => void;
	/** Where there is something to go back to. */
	onBack?: () => void;
};

/** A link that does not open: most often a part of it was cut off. */
export function WrongLinkScreen({ code, server, onOpenLink, onBack }: WrongLinkProps) {
	return (
		<Surface>
			<Hero heading={t("wrongLink.heading")}>{failureWords(code, "open", server)}</Hero>
			<main className="narrow">
				<LinkForm onOpen={onOpenLink} />
				{code === "bad-link" && <p className="label soft">{t("wrongLink.wentNowhere")}</p>}
				{onBack && <Button onClick={onBack}>{t("wrongLink.back")}</Button>}
			</main>
		</Surface>
	);
}

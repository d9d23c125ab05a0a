import { useEffect, useRef } from "react";
import { Hero } from "../ui/join/hero.tsx";
import { Button } from "../ui/kit/button.tsx";
import { Surface } from "../ui/kit/surface.tsx";
import { t } from "../ui/words.ts";

/** The room goes on in the side panel: this page has no seat in it, and says where the person sits. */
export function MovedScreen({ onComeBack }: { onComeBack: () => void }) {
	const place = useRef<HTMLDivElement>(null);
	useEffect(() => place.current?.querySelector("h1")?.focus(), []);
	return (
		<Surface>
			<div className="contents" ref={place}>
				<Hero heading={t("moved.heading")}>{t("moved.text")}</Hero>
			</div>
			<main className="narrow">
				<Button full onClick={onComeBack}>
					{t("moved.back")}
				</Button>
			</main>
		</Surface>
	);
}

import type { CardRefusal } from "../../room/page-card.ts";
import { t } from "../words.ts";

/** Why a page is not shared, and what to do instead. */
export function refusalWords(refusal: CardRefusal): string {
	switch (refusal) {
		case "page-not-web":
			return t("page.notWeb");
		case "link-not-web":
			return t("page.linkNotWeb");
		case "image-not-web":
			return t("page.imageNotWeb");
		case "room-page":
			return t("page.isRoom");
		case "too-long":
			return t("page.tooLong");
		case "page-unknown":
			return t("page.unknown", { item: t("menu.page") });
	}
}
